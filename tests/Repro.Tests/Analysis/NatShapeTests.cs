using Repro.Analysis;
using Repro.Model;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

/// <summary>A case with a NAT of 64 ports, at 32/s: the 65th connection and all after it time out.</summary>
public sealed class NatShapeTests
{
    private const string TimedOut = "connect/ETIMEDOUT";

    [Fact]
    public void A_connection_that_timed_out_is_the_want_of_a_port_of_the_NAT()
    {
        var summary = CaseAnalysis.Judge(CaseAnalysis.Summarize(Exhausted(drops: 96)), null);

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Equal(("exhausted", "nat→backend-1", "nat→backends"), (summary.Verdict, summary.ExhaustedHop, summary.Hop));
        Assert.Equal((2.0, 64L), (summary.Measured!.FirstFailureSeconds, summary.Measured.ConnectionsBeforeFirstFailure));
        Assert.Equal((64, 1), (summary.Topology.NatPorts, summary.Topology.NatAddresses));
        Assert.Equal((64L, 1, 60), (summary.HopFigures.PeakPorts, summary.HopFigures.FullTuples, summary.HopFigures.PeakTimeWait));
    }

    [Fact]
    public void Where_the_NAT_dropped_nothing_it_was_something_else_and_the_case_is_invalid()
    {
        var summary = CaseAnalysis.Summarize(Exhausted(drops: 0));

        Assert.Equal([InvalidReasonId.KnobDidNotAct], summary.Invalid.Select(reason => reason.Id));
    }

    [Fact]
    public void Without_a_NAT_a_connection_that_timed_out_is_no_want_of_a_port()
    {
        var recorded = Exhausted(drops: 96);
        var direct = recorded with
        {
            File = recorded.File with
            {
                Hops = [recorded.File.Hops[0]],
                Hosts = [.. recorded.File.Hosts.Where(host => host.Name != "nat")],
                Conditions = ScenarioFile.ToJson(new Conditions
                {
                    Clients = new Clients { Count = 1 }, Proxy = new Proxy { Kind = "none" },
                }),
            },
            Sockets = [.. recorded.Sockets.Where(line => line.Host != "nat")],
        };

        Assert.Contains(CaseAnalysis.Summarize(direct).Invalid, reason => reason.Id == InvalidReasonId.FailedOtherwise);
    }

    private static RecordedCase Exhausted(long drops)
    {
        var file = CaseBuilder.Exhausted().File() with
        {
            OfferedPerSecond = 32,
            DurationSeconds = 5,
            Requests = 160,
            TimeWaitRecycled = null,
            Hops =
            [
                new HopFacts("clients→backends", 28_232, 1, 28_232, 1, 71, 28_232 / 71.0, null, null),
                new HopFacts("nat→backends", 64, 1, 64, 1, 10, 6.4, 2, null),
            ],
            Hosts =
            [
                new HostFacts("client-1", ["198.18.0.1"], []), new HostFacts("nat", ["198.18.0.5"], []),
                new HostFacts("backend-1", ["198.18.0.6"], []),
            ],
            Conditions = ScenarioFile.ToJson(new Conditions
            {
                Load = new Load { Rate = new Rate(32), Duration = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(14) },
                Clients = new Clients { Count = 1 },
                Proxy = new Proxy { Kind = "none" },
                Nat = new Nat { Ports = 64 },
                Backends = new Backends { Count = 1, Delay = TimeSpan.FromSeconds(10) },
            }),
        };
        var bins = Enumerable.Range(0, 50).ToList();
        return new RecordedCase(
            file,
            new CaseEnd([], 0),
            [.. bins.Select(Traffic)],
            [],
            [.. from bin in bins from host in (string[])["client-1", "nat", "backend-1"] select Sample(host, bin, drops)]);
    }

    // The failure comes after three seconds, and says when its connection was begun.
    private static TrafficLine Traffic(int bin) => new()
    {
        Host = "client-1",
        T = bin * 0.1,
        Due = bin % 5 == 0 ? 4 : 3,
        Sent = bin % 5 == 0 ? 4 : 3,
        Connects = bin % 5 == 0 ? 4 : 3,
        Failed = bin >= 49 ? new Dictionary<string, long> { [TimedOut] = 96 } : null,
        First = bin == 49 ? [new FirstFailure(2, TimedOut, "198.18.0.6:81", 64)] : null,
        Ok = bin == 48 ? 64 : 0,
    };

    private static SocketsLine Sample(string host, int bin, long drops)
    {
        var isDump = bin % 10 == 9;
        var taken = host == "nat" ? Math.Min(64, (bin + 1) * 3) : (bin + 1) * 3;
        return new SocketsLine
        {
            Host = host,
            T = (bin + 1) * 0.1,
            Counters = new Dictionary<string, long> { ["nf_conntrack_drop"] = host == "nat" ? drops : 0 },
            Cpu = bin * 0.02,
            States = isDump && host != "backend-1" ? new Dictionary<TcpState, int> { [TcpState.Established] = taken } : null,
            Tuples = isDump && host != "backend-1"
                ? [new TupleUse(host == "nat" ? "198.18.0.5" : "198.18.0.1", "198.18.0.6:81", taken, 4, host == "nat" ? taken - 4 : 0)]
                : null,
            CostMicroseconds = 20,
        };
    }
}
