using Repro.Analysis;
using Repro.Model;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

/// <summary>A case without a proxy: clients are the hosts that open the connections to the backends.</summary>
public sealed class DirectShapeTests
{
    private static readonly Conditions Direct = new()
    {
        Clients = new Clients { Count = 2, Sysctls = Sysctls.None.With(Sysctls.TcpTwReuseKey, "2") },
        Proxy = new Proxy { Kind = "none" },
    };

    [Fact]
    public void The_hop_that_ran_out_is_the_clients_and_is_judged_as_the_proxys_is()
    {
        var summary = CaseAnalysis.Judge(CaseAnalysis.Summarize(Exhausted()), null);

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Equal(("exhausted", "client-1→backend-1", "clients→backends"), (summary.Verdict, summary.ExhaustedHop, summary.Hop));
        Assert.Equal((4.0, 2000), (summary.Measured!.FirstFailureSeconds, summary.Measured.ConnectionsBeforeFirstFailure));
        Assert.Equal((2000, 2000L), (summary.Measured.PeakTimeWait, summary.Measured.Connections));
        Assert.Equal([CaseBuilder.NoPort], summary.Errors.Keys);
        Assert.Null(summary.Measured.ProxyCpu);
        Assert.Equal(("none", false), (summary.Topology.Proxy, summary.Topology.HasProxy));
    }

    [Fact]
    public void Samples_of_several_hosts_are_summed_as_if_they_were_one()
    {
        var together = OpenerSamples.Together(Exhausted());

        Assert.Equal(100, together.Count);
        Assert.Equal([50, 100, 150], together.Take(3).Select(line => line.TimeWait));
        // Dumped by one of the two alone: the other's TIME_WAIT is that of its sample, and not of a dump half a second ago.
        var dumps = together.Where(line => line.States is not null).ToList();
        Assert.Equal(dumps.Select(line => line.TimeWait), dumps.Select(line => line.States![TcpState.TimeWait]));
        Assert.Equal(4, dumps[0].Tuples!.Count);
    }

    [Fact]
    public void Occupancy_is_that_of_each_host_at_its_own_dumps()
    {
        var taken = PortsTaken.Of(Exhausted());

        Assert.Equal(25, taken.PercentAt(1)!.Value, 0.1);
        Assert.Equal(62.5, taken.PercentAt(2.5)!.Value, 0.1);
        Assert.Equal(100, taken.PercentAt(6)!.Value);
    }

    [Fact]
    public void A_counter_and_a_sysctl_are_those_of_all_clients()
    {
        var proofs = EvidenceList.Of(Exhausted() with
        {
            End = new CaseEnd([], 0, Clients: new OpenerFacts(null, 0, 0, null)),
        });

        Assert.Contains(proofs, proof => proof is { Id: "tuples-used", Acted: true, Text: "ports were in use on 4 of 4 tuples" });
        Assert.Contains(proofs, proof => proof is { Id: "time-wait-not-reused", Acted: true });
        Assert.Single(proofs, proof => proof is { IsSysctl: true, Id: Sysctls.TcpTwReuseKey });
    }

    [Fact]
    public void What_several_hosts_found_before_the_load_is_told_as_one()
    {
        OpenerFacts Facts(string? ports, string? problem) => new(ports, 10, 0.5, problem)
        {
            SocketOptions = [new SocketOptionFacts("SO_REUSEADDR", 1, 1)],
        };

        var alike = OpenerFacts.Of([Facts("32768 33767", null), Facts("32768 33767", null)]);
        var apart = OpenerFacts.Of([Facts("32768 33767", null), Facts(null, "why")]);

        Assert.Equal(("32768 33767", 20L, null), (alike.SocketPorts, alike.Prefilled, alike.PrefillProblem));
        Assert.Equal((null, "why"), (apart.SocketPorts, apart.PrefillProblem));
        Assert.Single(alike.SocketOptions!);
    }

    // Two clients with 500 ports towards each of two backends, at 500/s together; one dumps half a second after the other.
    internal static RecordedCase Exhausted(NetworkPath path = NetworkPath.Links)
    {
        var file = CaseBuilder.Exhausted().File() with
        {
            Hops = [new HopFacts("clients→backends", 500, 4, 2000, 1, 61, 2000 / 61.0, 4, 2)],
            Hosts =
            [
                new HostFacts("client-1", ["198.18.0.1"], [new SysctlFacts(Sysctls.TcpTwReuseKey, "2", "2")]),
                new HostFacts("client-2", ["198.18.0.2"], [new SysctlFacts(Sysctls.TcpTwReuseKey, "2", "2")]),
                new HostFacts("backend-1", ["198.18.0.6"], []),
            ],
            Conditions = ScenarioFile.ToJson(Direct with { Network = new Network { Path = path } }),
        };
        var bins = Enumerable.Range(0, 100).ToList();
        return new RecordedCase(
            file,
            new CaseEnd([], 0),
            [.. from bin in bins from client in (int[])[1, 2] select Traffic(client, bin)],
            [],
            [.. from bin in bins from host in (string[])["client-1", "client-2", "backend-1"] select Sample(host, bin)]);
    }

    private static TrafficLine Traffic(int client, int bin) => new()
    {
        Host = $"client-{client}",
        T = bin * 0.1,
        Due = 25,
        Sent = 25,
        Connects = bin < 40 ? 25 : 0,
        Ok = bin < 40 ? 25 : 0,
        Failed = bin < 40 ? null : new Dictionary<string, long> { [CaseBuilder.NoPort] = 25 },
        First = bin == 40 ? [new FirstFailure(4 + (client * 0.002) - 0.002, CaseBuilder.NoPort, "198.18.0.6:81", 1000)] : null,
        Latency = bin < 40 ? [new(1_000_000, 25)] : null,
        ConnectLatency = bin < 40 ? [new(bin < 20 ? 12_000 : 96_000, 25)] : null,
    };

    private static SocketsLine Sample(string host, int bin)
    {
        var taken = host == "backend-1" ? 0 : Math.Min(1000, (bin + 1) * 25);
        var isDump = host != "backend-1" && bin % 10 == (host == "client-1" ? 9 : 4);
        return new SocketsLine
        {
            Host = host,
            T = (bin + 1) * 0.1,
            TimeWait = taken,
            Counters = new Dictionary<string, long>(),
            Cpu = bin * 0.02,
            States = isDump ? new Dictionary<TcpState, int> { [TcpState.TimeWait] = taken } : null,
            Tuples = isDump
                ? [.. from port in (int[])[81, 82]
                      select new TupleUse(host == "client-1" ? "198.18.0.1" : "198.18.0.2", $"198.18.0.6:{port}", taken / 2)]
                : null,
            CostMicroseconds = 20,
        };
    }
}
