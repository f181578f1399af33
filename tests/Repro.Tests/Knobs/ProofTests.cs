using System.Collections.Immutable;
using Repro.Knobs;
using Repro.Model;
using Repro.Planning;

namespace Repro.Tests.Knobs;

/// <summary>Of every entry of the catalogue: what proves it, in a run in which it acted and in one in which it did not.</summary>
public sealed class ProofTests
{
    // Nothing was set, nothing was counted: 5,000 connections took the ports that there were, and kept them for a minute.
    private static readonly Observed Nothing = new()
    {
        PeakTimeWait = 2000,
        TimeWaitLeft = 60,
        TuplesUsed = 1,
        PortFailures = ["connect/EADDRNOTAVAIL"],
    };

    // A kernel with a mind of its own.
    private static readonly Observed Contrary = Nothing with { Counters = Counter("TWRecycled"), TimeWaitLeft = 5 };

    /// <summary>What each entry's knobs have to show, readbacks aside, and a run that shows it.</summary>
    private static readonly Dictionary<string, (string[] Proofs, Observed Acted)> Expected = new()
    {
        ["wider-range"] = ([], Nothing),
        ["widest-range"] = ([], Nothing),
        ["more-destinations"] = (["tuples-used"], Nothing with { TuplesUsed = 4 }),
        ["backend-ports"] = (["tuples-used"], Nothing with { TuplesUsed = 4 }),
        ["more-sources"] = (["tuples-used"], Nothing with { TuplesUsed = 4 }),
        ["more-sources-bind"] =
            (["tuples-used", "ports-run-out-in-bind"], Nothing with { TuplesUsed = 4, PortFailures = ["bind/EADDRINUSE"] }),
        ["autobind-reuse"] = (["bound-ports-taken-over"], Nothing with { TuplesUsed = 2, Counters = Counter("TWRecycled") }),
        ["client-addresses"] = (["tuples-used"], Nothing with { ClientTuplesUsed = 8 }),
        ["per-socket-range"] = (["socket-range-reads-back"], Nothing with { SocketPorts = "32768 60999" }),
        ["tw-reuse"] = (["time-wait-reused"], Nothing with { Counters = Counter("TWRecycled") }),
        ["tw-reuse-fast"] = (["time-wait-reused"], Nothing with { Counters = Counter("TWRecycled") }),
        ["tw-recycle"] = (["time-wait-killed", "time-wait-cut-short"], Nothing with { Counters = Counter("TWKilled"), TimeWaitLeft = 0.7 }),
        ["fewer-tw-buckets"] =
            (["time-wait-overflowed"], Nothing with
            {
                CapacityPorts = 56_464,
                PeakTimeWait = 28_300,
                Counters = Counter("TCPTimeWaitOverflow"),
            }),
        ["tw-reuse-loopback-only"] = (["time-wait-not-reused"], Nothing),
        ["tw-reuse-no-timestamps"] = (["time-wait-not-reused"], Nothing),
        ["fin-timeout"] = (["time-wait-whole"], Nothing),
        ["keep-alive"] = (["connections-reused"], Nothing with { RequestsPerConnection = 1000, Connects = 64 }),
        ["rst-close"] = (["closes-reset", "no-time-wait"], Nothing with { PeakTimeWait = 0, Counters = Counter("TCPAbortOnData") }),
        ["backend-closes-first"] =
            (["backends-hold-time-wait", "no-time-wait"], Nothing with { PeakTimeWait = 0, BackendCounters = Counter("TW") }),
        ["late-fin"] = (["fin-waited-for"], Nothing with { PeakFinWait2 = 100 }),
        ["bind-first"] = (["ports-run-out-in-bind"], Nothing with { TuplesUsed = 2, PortFailures = ["bind/EADDRINUSE"] }),
        ["reserved-ports"] = ([], Nothing),
    };

    public static TheoryData<string> Entries { get; } =
        [.. Catalogue.All.Where(mitigation => mitigation.Kind != MitigationKind.Baseline).Select(mitigation => mitigation.Name)];

    public static TheoryData<string> EntriesWithoutProxy { get; } =
        [.. Entries.Select(entry => entry.Data).Where(name => name != "client-addresses")];

    [Theory]
    [MemberData(nameof(Entries))]
    public void A_run_in_which_it_did_not_act_says_so(string name)
    {
        var mitigation = Catalogue.Find(name)!;
        Assert.True(Expected.ContainsKey(name), $"{nameof(Expected)} has no run that proves {name}");
        var (proofs, acted) = Expected[name];
        Observed[] without =
        [
            Nothing with
            {
                RequestsPerConnection = acted.RequestsPerConnection,
                CapacityPorts = acted.CapacityPorts,
                PeakTimeWait = (int)acted.CapacityPorts,
            },
            Contrary,
        ];
        var failed = without.SelectMany(seen => Seen(mitigation, seen, isSet: false)).Where(evidence => !evidence.Acted).ToList();

        Assert.All(proofs, id => Assert.Contains(failed, evidence => evidence.Id == id));
        Assert.All(SysctlsOf(mitigation), sysctl => Assert.Contains(failed, evidence => evidence.IsSysctl && evidence.Id == sysctl.Key));
        Assert.NotEmpty(failed);
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void A_run_in_which_it_acted_proves_it(string name)
    {
        var seen = Seen(Catalogue.Find(name)!, Expected[name].Acted, isSet: true);

        Assert.All(seen, evidence => Assert.True(evidence.Acted, evidence.Text));
        Assert.All(Expected[name].Proofs, id => Assert.Contains(seen, evidence => evidence.Id == id));
    }

    // Nobody is between clients and backends to use the addresses of the ones.
    [Theory]
    [MemberData(nameof(EntriesWithoutProxy))]
    public void It_is_proven_on_clients_as_on_a_proxy(string name)
    {
        var mitigation = Catalogue.Find(name)!;
        var conditions = mitigation.Apply(
            new Conditions { Clients = new Clients { Count = 1 }, Proxy = new Proxy { Kind = "none" } }, mitigation.DefaultFactor ?? 1);

        Assert.Equal(
            Seen(mitigation, Expected[name].Acted, isSet: true).Select(evidence => (evidence.Id, evidence.Acted)),
            mitigation.Knobs.SelectMany(knob => knob.Proof(conditions, Expected[name].Acted with
            {
                Sysctls = [.. conditions.Clients.Sysctls.Values.Select(sysctl => new Readback(sysctl.Key, sysctl.Value, sysctl.Value))],
            })).Distinct().Select(evidence => (evidence.Id, evidence.Acted)));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void It_is_a_composition_of_knobs(string name) => Assert.NotEmpty(Catalogue.Find(name)!.Knobs);

    [Theory]
    [InlineData("none")]
    [InlineData("tw-reuse-fast", "time-wait-reuse")]
    [InlineData("more-sources", "source-binding")]
    [InlineData("autobind-reuse", "source-binding", "autobind-reuse")]
    public void KnobIds_OfTheKeysThatItChanges(string name, params string[] knobs) => Assert.Equal(knobs, Catalogue.Find(name)!.KnobIds);

    [Fact]
    public void Recycling_that_never_cuts_a_TIME_WAIT_short_did_not_act()
    {
        var conditions = Catalogue.Find("tw-recycle")!.OfDefaults;

        Assert.Equal(
            [
                new Evidence("time-wait-killed", false, "TWKilled rose by 0, with recycling on"),
                new Evidence("time-wait-cut-short", false, "a fresh TIME_WAIT has 60.0 s to run, with recycling on"),
            ],
            new TimeWaitRecycle().Proof(conditions, Nothing));
        Assert.Equal(
            [
                new Evidence("time-wait-killed", true, "TWKilled rose by 5000, with recycling on"),
                new Evidence("time-wait-cut-short", true, "a fresh TIME_WAIT has 0.7 s to run, with recycling on"),
            ],
            new TimeWaitRecycle().Proof(conditions, Nothing with { Counters = Counter("TWKilled"), TimeWaitLeft = 0.7 }));
    }

    [Fact]
    public void A_socket_option_that_reads_back_otherwise_did_not_act()
    {
        var conditions = Catalogue.Find("autobind-reuse")!.OfDefaults;
        IEnumerable<Evidence> Seen(string? read) =>
            new AutobindReuse().Proof(conditions, Nothing with { SocketOptions = [new Readback("SO_REUSEADDR", "1", read)] });

        Assert.Contains(new Evidence("SO_REUSEADDR", true, "SO_REUSEADDR reads 1"), Seen("1"));
        Assert.Contains(new Evidence("SO_REUSEADDR", false, "SO_REUSEADDR reads 0"), Seen("0"));
        Assert.Contains(new Evidence("SO_REUSEADDR", false, "SO_REUSEADDR reads nothing"), Seen(null));
        Assert.DoesNotContain(
            new LateFin().Proof(conditions, Nothing with { SocketOptions = [new Readback("SO_REUSEADDR", "1", "0")] }),
            evidence => !evidence.Acted && evidence.Id == "SO_REUSEADDR");
    }

    [Theory]
    [InlineData("a load that is over before any TIME_WAIT is")]
    [InlineData("a late FIN")]
    [InlineData("RST")]
    public void Recycling_is_not_waited_for_where_no_TIME_WAIT_can_have_ended(string why)
    {
        var conditions = Catalogue.Find("tw-recycle")!.OfDefaults;
        conditions = why switch
        {
            "a late FIN" => conditions with { Backends = conditions.Backends with { FinDelay = TimeSpan.FromSeconds(59) } },
            "RST" => conditions with { Proxy = conditions.Proxy with { Close = Closing.Rst } },
            _ => conditions,
        };

        Assert.All(
            new TimeWaitRecycle().Proof(
                conditions, Nothing with { TimeWaitLeft = null, DurationSeconds = conditions.Backends.FinDelay > TimeSpan.Zero ? 10 : 1 }),
            evidence => Assert.True(evidence.Acted, evidence.Text));
    }

    // As a recorded case would show it, where its sysctls were set; else as if none had been.
    private static IReadOnlyList<Evidence> Seen(Mitigation mitigation, Observed seen, bool isSet)
    {
        var conditions = mitigation.OfDefaults;
        var readbacks = SysctlsOf(mitigation).Select(sysctl => new Readback(sysctl.Key, sysctl.Value, isSet ? sysctl.Value : null));
        return [.. mitigation.Knobs.SelectMany(knob => knob.Proof(conditions, seen with { Sysctls = [.. readbacks] })).Distinct()];
    }

    private static ImmutableSortedDictionary<string, string> SysctlsOf(Mitigation mitigation) => mitigation.OfDefaults.Proxy.Sysctls.Values;

    private static Dictionary<string, long> Counter(string name) => new() { [name] = 5000 };

    /// <summary>What a NAT is proven by: the catalogue has no entry of it.</summary>
    [Theory]
    [InlineData(64, "connect/ETIMEDOUT", 96, true, true)]
    [InlineData(64, "connect/timeout", 0, true, false)]
    [InlineData(0, null, 0, false, null)]
    public void A_NAT_has_connections_and_counts_what_it_drops(int entries, string? failure, long drops, bool translated, bool? dropped)
    {
        var conditions = new Conditions { Proxy = new Proxy { Kind = "none" }, Nat = new Nat { Ports = 64 } };
        var proofs = new NatPool().Proof(conditions, Nothing with
        {
            NatPeakEntries = entries,
            PortFailures = failure is null ? [] : [failure],
            NatCounters = new Dictionary<string, long> { ["nf_conntrack_drop"] = drops },
        }).ToDictionary(proof => proof.Id, proof => proof.Acted);

        Assert.Equal(translated, proofs["nat-entries"]);
        Assert.Equal(dropped, proofs.TryGetValue("nat-dropped", out var acted) ? acted : null);
        Assert.Empty(new NatPool().Proof(new Conditions(), Nothing));
    }
}
