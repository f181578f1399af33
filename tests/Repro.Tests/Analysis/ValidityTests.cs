using Repro.Analysis;
using Repro.Model;
using Repro.Physics;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

public sealed class ValidityTests
{
    [Fact]
    public void An_undisturbed_case_is_valid_exhausted_or_not()
    {
        Assert.Empty(Reasons(new CaseBuilder()));
        Assert.Empty(Reasons(CaseBuilder.Exhausted()));
    }

    [Fact]
    public void A_case_that_was_cut_off_is_invalid() =>
        Assert.Equal(["it was cut off before its end"], Reasons(new CaseBuilder { End = null }));

    [Fact]
    public void What_went_wrong_is_the_reason() =>
        Assert.Equal(
            ["proxy: gone", "client-1: gone"], Reasons(new CaseBuilder { End = new CaseEnd(["proxy: gone", "client-1: gone"], 0) }));

    [Fact]
    public void Lost_lines_make_a_case_invalid() => Assert.Equal(
        ["3 lines of raw data were lost: the machine was too busy to take them"], Reasons(new CaseBuilder { End = new CaseEnd([], 3) }));

    [Fact]
    public void The_rate_must_be_reached()
    {
        var recorded = new CaseBuilder().Build();

        Assert.Equal(
            ["4900 of 5000 requests were sent: the machine was too busy"],
            Reasons(recorded with { Load = [.. recorded.Load.Select(line => line with { Sent = 49 })] }));
        Assert.Empty(Reasons(recorded with { Load = [.. recorded.Load.Skip(1)] }));
    }

    [Fact]
    public void A_client_must_not_have_been_behind_all_along()
    {
        Assert.Equal(["1000 of 5000 requests were sent more than 0.1 s late: the machine was too busy"], Reasons(Late(200_000_000, 10)));
        Assert.Empty(Reasons(Late(200_000_000, 4)));
        Assert.Empty(Reasons(Late(90_000_000, 10)));
        // The requests of a burst wait for each other.
        Assert.Empty(Reasons(Late(
            200_000_000, 10, new Conditions { Load = new Load { Arrivals = ArrivalKind.Bursts, Burst = 5000 } })));

        static RecordedCase Late(long nanoseconds, long inEachBin, Conditions? conditions = null)
        {
            var recorded = (conditions is null ? new CaseBuilder() : new CaseBuilder { Conditions = conditions }).Build();
            return recorded with
            {
                Load = [.. recorded.Load.Select(line => line with { Lateness = [new(1000, 50 - inEachBin), new(nanoseconds, inEachBin)] })],
            };
        }
    }

    [Fact]
    public void A_sysctl_must_read_as_it_was_asked() => Assert.Equal(
        ["proxy: net.a is 2, not 1 as asked", "proxy: this kernel has no net.b"],
        Reasons(new CaseBuilder { Readbacks = [new("net.a", "1", "2"), new("net.b", "1", null), new("net.c", "1", "1")] }));

    [Fact]
    public void Every_host_must_have_been_sampled()
    {
        var recorded = new CaseBuilder().Build();
        var thinned = recorded with
        {
            Sockets = [.. recorded.Sockets.Where(line => line.Host != "client-1" && (line.Host != "proxy" || line.T < 8.95))],
        };

        Assert.Equal(
            [
                "client-1: 0 samples of 100 were taken: the machine was too busy",
                "proxy: 89 samples of 100 were taken: the machine was too busy",
            ],
            Reasons(thinned).Where(reason => reason.Contains("samples", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_dump_that_waits_for_the_processor_is_no_sample_in_place_of_another()
    {
        var recorded = new CaseBuilder().Build();
        var dumps = recorded.Sockets.Where(line => line.States is not null).Select(line => line with { DumpLate = 0.01 });
        var thinned = recorded with
        {
            Sockets = [.. recorded.Sockets.Where(line => line.Host != "proxy" || line.T < 8.95), .. dumps],
        };

        Assert.Contains("proxy: 89 samples of 100 were taken: the machine was too busy", Reasons(thinned));
    }

    [Fact]
    public void A_host_whose_sockets_were_not_looked_at_for_seconds_is_remarked_on()
    {
        var recorded = new CaseBuilder().Build();
        var starved = recorded with
        {
            Sockets = [.. recorded.Sockets.Select(line => line.T is < 3.5 or > 6.5 ? line : line with { States = null, Tuples = null })],
        };

        Assert.Empty(CaseAnalysis.Summarize(recorded, 250).Remarks);
        Assert.Equal(
            ["all sockets of proxy were not looked at for up to 4.0 s, as nobody left the processor to that: peaks of ports and states "
                + "in between are not known"],
            CaseAnalysis.Summarize(starved, 250).Remarks);
    }

    [Fact]
    public void Failures_of_another_kind_make_a_case_invalid()
    {
        var recorded = new CaseBuilder().Build();
        var refused = new TrafficLine
        {
            Host = "proxy",
            Failed = new Dictionary<string, long> { ["connect/ECONNREFUSED"] = 4, [CaseBuilder.NoPort] = 2 },
        };

        Assert.Equal(
            ["4 requests failed for another reason than ports: connect/ECONNREFUSED"],
            Reasons(recorded with { Proxy = [.. recorded.Proxy, refused] }));
    }

    [Fact]
    public void Reuse_that_took_over_no_port_did_not_act()
    {
        var reuse = new CaseBuilder { Conditions = CaseBuilder.With((Sysctls.TcpTwReuseKey, "1")) };

        Assert.Equal(["a knob did not act: TWRecycled stayed at 0, with reuse on"], Reasons(reuse));
        Assert.Empty(Reasons(reuse with { Counters = new Dictionary<string, long> { ["TWRecycled"] = 1 } }));
    }

    [Fact]
    public void Ports_that_could_not_be_filled_make_a_case_invalid() => Assert.Contains(
        "ports could not be filled before the load: connect/ECONNREFUSED on x",
        Reasons(new CaseBuilder { End = new CaseEnd([], 0, new OpenerFacts(null, 0, 0.1, "connect/ECONNREFUSED on x")) }));

    [Fact]
    public void What_was_not_run_is_not_invalid() =>
        Assert.Empty(Reasons(new CaseBuilder { PredictedOnly = "x was removed", PredictedOnset = 99, End = null }));

    [Fact]
    public void Fewer_requests_than_the_law_has_make_a_case_invalid_whatever_the_rate()
    {
        var recorded = new CaseBuilder().Build();

        Assert.Equal(
            ["5000 of 6000 requests were sent: the machine was too busy"],
            Reasons(recorded with { File = recorded.File with { Requests = 6000 } }));
    }

    [Fact]
    public void A_proxy_that_lags_behind_its_clients_makes_a_case_invalid()
    {
        var recorded = new CaseBuilder().Build();

        Assert.Equal(
            ["the proxy took 2500 of 5000 requests by the end of the load: it was too busy"],
            Reasons(recorded with { Proxy = [.. recorded.Proxy.Select(line => line with { Sent = line.Sent / 2 })] }));
    }

    [Fact]
    public void A_case_that_was_not_run_for_its_sysctls_names_them() => Assert.Equal(
        ["nothing was sent", "proxy: this kernel has no net.ipv4.x"],
        Reasons(new CaseBuilder { Readbacks = [new SysctlFacts("net.ipv4.x", "1", null)], End = new CaseEnd(["nothing was sent"], 0) }));

    [Fact]
    public void An_invalid_case_gives_its_reasons_and_no_verdict()
    {
        var summary = CaseAnalysis.Judge(CaseAnalysis.Summarize(new CaseBuilder { End = null, Onset = 4 }.Build()), baseline: null);

        Assert.Equal((false, Verdicts.Invalid, null), (summary.Valid, summary.Verdict, summary.DelayFactor));
        Assert.Equal("says nothing: it was cut off before its end.", Repro.Charts.Finding.Of(summary));
    }

    [Fact]
    public void Every_reason_has_its_kind()
    {
        Assert.Equal(InvalidReasonId.CutOff, Kind(new CaseBuilder { End = null }.Build()));
        Assert.Equal(InvalidReasonId.LabFailed, Kind(new CaseBuilder { End = new CaseEnd(["proxy: gone"], 0) }.Build()));
        Assert.Equal(InvalidReasonId.Starved, Kind(new CaseBuilder { End = new CaseEnd([], 3) }.Build()));
        Assert.Equal(InvalidReasonId.SysctlNotSet, Kind(new CaseBuilder { Readbacks = [new("net.a", "1", "2")] }.Build()));
        Assert.Equal(
            InvalidReasonId.KnobDidNotAct, Kind(new CaseBuilder { Conditions = CaseBuilder.With((Sysctls.TcpTwReuseKey, "1")) }.Build()));
        Assert.Equal(InvalidReasonId.Damaged, Kind(new CaseBuilder().Build() with { Damage = ["load.ndjson:3: x"] }));
        Assert.Contains(
            InvalidReasonId.PrefillFailed,
            CaseAnalysis.Summarize(new CaseBuilder { End = new CaseEnd([], 0, new OpenerFacts(null, 0, 0.1, "x")) }.Build()).Invalid
                .Select(reason => reason.Id));
    }

    private static InvalidReasonId Kind(RecordedCase recorded) => Assert.Single(CaseAnalysis.Summarize(recorded).Invalid).Id;

    private static IReadOnlyList<string> Reasons(CaseBuilder builder) => Reasons(builder.Build());

    private static IReadOnlyList<string> Reasons(RecordedCase recorded) => CaseAnalysis.Summarize(recorded).InvalidReasons;
}
