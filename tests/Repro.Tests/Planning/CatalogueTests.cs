using Repro.Knobs;
using Repro.Labs;
using Repro.Model;
using Repro.Physics;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class CatalogueTests
{
    // TIME_WAIT of 60 s and half a granule of the timer wheel at HZ=250.
    private const double TimeWait = 61.024;

    // 1,000 ports towards each of two backends, 500 requests/s.
    private static readonly Conditions Base = new()
    {
        Proxy = new Proxy { Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 33767") },
    };

    public static TheoryData<string> Names { get; } = [.. Catalogue.All.Select(mitigation => mitigation.Name)];

    /// <summary>Capacity, hold time, threshold and onset of every one, as the physics say.</summary>
    public static TheoryData<string, long, double, double?, double?> Physics { get; } = new()
    {
        { "none", 2000, TimeWait, 2000 / TimeWait, 4 },
        { "wider-range", 4000, TimeWait, 4000 / TimeWait, 8 },
        { "widest-range", 2 * 64_512, TimeWait, 2 * 64_512 / TimeWait, null },
        { "more-destinations", 4000, TimeWait, 4000 / TimeWait, 8 },
        { "backend-ports", 4000, TimeWait, 4000 / TimeWait, 8 },
        { "more-sources", 4000, TimeWait, 4000 / TimeWait, 8 },
        // A pool per source address, whatever the destination.
        { "more-sources-bind", 2000, TimeWait, 2000 / TimeWait, 4 },
        // What bind() gives out is taken over from TIME_WAIT at once.
        { "autobind-reuse", 1000, 0, null, null },
        // Four clients.
        { "client-addresses", 8000, TimeWait, 8000 / TimeWait, 16 },
        { "per-socket-range", 2000, TimeWait, 2000 / TimeWait, 4 },
        { "tw-reuse", 2000, 1, 2000, null },
        { "tw-reuse-fast", 2000, 0.1, 20_000, null },
        // 3.5 timeouts of 200 ms; 175 ticks are held in granules of 8 ticks.
        { "tw-recycle", 2000, 0.7 + 0.016, 2000 / 0.716, null },
        { "fewer-tw-buckets", 2000, TimeWait, null, null },
        { "tw-reuse-loopback-only", 2000, TimeWait, 2000 / TimeWait, 4 },
        { "tw-reuse-no-timestamps", 2000, TimeWait, 2000 / TimeWait, 4 },
        { "fin-timeout", 2000, TimeWait, 2000 / TimeWait, 4 },
        // A connection is open for the 999 requests after its first, 2 ms each; churn is a thousandth.
        { "keep-alive", 2000, TimeWait + (999 / 500.0), 2000 / (TimeWait + (999 / 500.0)) * 1000, null },
        { "rst-close", 2000, 0, null, null },
        { "backend-closes-first", 2000, 0, null, null },
        { "late-fin", 2000, 59 + TimeWait, 2000 / (59 + TimeWait), 4 },
        { "bind-first", 1000, TimeWait, 1000 / TimeWait, 2 },
        { "reserved-ports", 1000, TimeWait, 1000 / TimeWait, 2 },
    };

    [Fact]
    public void The_catalogue_is_known()
    {
        Assert.Equal(Physics.Select(row => row.Data.Item1), Catalogue.All.Select(mitigation => mitigation.Name));
        Assert.Distinct(Catalogue.All.Select(mitigation => mitigation.Name));
        Assert.Equal(
            ["late-fin", "bind-first", "reserved-ports"],
            Catalogue.All.Where(mitigation => mitigation.Kind == MitigationKind.Hazard).Select(mitigation => mitigation.Name));
        Assert.Equal(
            ["tw-reuse-loopback-only", "tw-reuse-no-timestamps", "fin-timeout"],
            Catalogue.All.Where(mitigation => mitigation.Kind == MitigationKind.Myth).Select(mitigation => mitigation.Name));
        Assert.Equal(
            ["none"], Catalogue.All.Where(mitigation => mitigation.Kind == MitigationKind.Baseline).Select(mitigation => mitigation.Name));
    }

    [Theory]
    [MemberData(nameof(Physics))]
    public void What_is_predicted_is_what_the_physics_say(string name, long capacity, double hold, double? threshold, double? onset)
    {
        var hop = Planned(name, Base).Prediction.Upstream;

        Assert.Equal((capacity, onset), (hop.CapacityPorts, hop.OnsetSeconds));
        Assert.Equal(hold, hop.HoldSeconds, 6);
        Assert.Equal(threshold is null, hop.ThresholdPerSecond is null);
        Assert.Equal(threshold ?? 0, hop.ThresholdPerSecond ?? 0, 6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_entry_says_what_there_is_to_know(string name)
    {
        var mitigation = Catalogue.Find(name)!;

        Assert.All(
            [mitigation.Summary, mitigation.Evidence, mitigation.Cost, mitigation.Risk],
            text => Assert.Matches(@"^\S[^\n]{4,}[^.\s]$", text));
        Assert.All(mitigation.Needs, need => Assert.Matches(@"^\S+ [^\n]+[^.\s]$", need.Reason));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_entry_but_the_baseline_changes_something_and_says_which_keys(string name)
    {
        var mitigation = Catalogue.Find(name)!;
        var changed = mitigation.Apply(new Conditions(), mitigation.DefaultFactor ?? 1);

        Assert.Equal(mitigation.Kind == MitigationKind.Baseline, changed == new Conditions());
        Assert.Equal(mitigation.Kind == MitigationKind.Baseline, OverlayText.Of(mitigation).Count == 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_entry_sets_what_no_host_can_be_given(string name)
    {
        var mitigation = Catalogue.Find(name)!;
        var changed = mitigation.Apply(new Conditions(), mitigation.DefaultFactor ?? 1);

        Assert.All(
            new[] { changed.Clients.Sysctls, changed.Proxy.Sysctls, changed.Backends.Sysctls }.SelectMany(sysctls => sysctls.Values.Keys),
            sysctl => Assert.Null(MachineSysctls.WhyNot(sysctl)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_entry_can_be_run_on_a_scenario_of_defaults(string name)
    {
        var planned = Planned(name, new Conditions());

        Assert.Equal(name == "tw-recycle", planned.PredictedOnly is not null);
        Assert.Equal(name, planned.Mitigation);
        Assert.StartsWith(name, planned.Id, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_usual_factor_is_the_one_that_is_meant_without_a_factor(string name)
    {
        if (Catalogue.Find(name)!.DefaultFactor is { } factor)
        {
            Assert.Equal(Planned(name, Base).Id, Planned($"{name} x{factor}", Base).Id);
            Assert.Equal(Planned(name, Base).Conditions, Planned($"{name} x{factor}", Base).Conditions);
            Assert.NotEqual(Planned(name, Base).Id, Planned($"{name} x{factor + 1}", Base).Id);
        }
        else
        {
            Assert.Equal($"{name}@500", Planned(name, Base).Id);
        }
    }

    [Fact]
    public void What_is_planned_survives_being_recorded() => Assert.All(Catalogue.All, mitigation =>
    {
        var conditions = Planned(mitigation.Name, Base).Conditions;
        Assert.Equal(conditions, ScenarioFile.ReadConditions(ScenarioFile.ToJson(conditions)).Conditions);
    });

    [Fact]
    public void Two_hazards_at_once_are_worse_than_each() =>
        Assert.Equal(
            (500L, 1.0), (Planned("bind-first + reserved-ports", Base).Prediction.Upstream) is var hop
                ? (hop.CapacityPorts, hop.OnsetSeconds!.Value)
                : default);

    [Theory]
    [InlineData("32768 32768", null, "32768")]
    [InlineData("32768 33767", null, "33268-33767")]
    [InlineData("32768 33767", "32000,32770-32780", "32000,32770-32780,33268-33767")]
    public void Reserved_ports_come_on_top_of_those_that_are_reserved_already(string range, string? reserved, string expected)
    {
        var sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, range);
        sysctls = reserved is null ? sysctls : sysctls.With(Sysctls.LocalReservedPortsKey, reserved);
        var changed = Catalogue.Find("reserved-ports")!.Apply(new Conditions { Proxy = new Proxy { Sysctls = sysctls } }, 2);

        Assert.Equal(expected, changed.Proxy.Sysctls.Values[Sysctls.LocalReservedPortsKey]);
    }

    [Fact]
    public void A_port_reserved_of_a_range_that_has_fewer_than_the_factor_is_a_port() => Assert.Equal(
        "32771", Catalogue.Find("reserved-ports")!.Apply(
            new Conditions { Proxy = new Proxy { Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32771") } }, 64)
            .Proxy.Sysctls.Values[Sysctls.LocalReservedPortsKey]);

    [Theory]
    [InlineData(32768, 33767, 2, 32768, 34767)]
    [InlineData(32768, 60999, 2, 9072, 65535)]
    [InlineData(60000, 65535, 2, 54464, 65535)]
    [InlineData(32768, 60999, 3, 1, 65535)]
    public void Widen_GrowsUpwardsThenDownwards(int low, int high, int factor, int newLow, int newHigh) =>
        Assert.Equal(new PortRange(newLow, newHigh), CapacityMitigations.Widen(new PortRange(low, high), factor));

    private static PlannedCase Planned(string use, Conditions conditions)
    {
        var scenario = ScenarioText.Parse($"mitigations: [{use}]") with { Conditions = conditions };
        var (plan, diagnostics) = Planner.Create(scenario, new Kernel());
        Assert.Empty(diagnostics);
        return Assert.Single(plan.Cases);
    }
}
