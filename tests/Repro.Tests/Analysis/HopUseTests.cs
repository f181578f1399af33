using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class HopUseTests
{
    [Fact]
    public void Each_hop_has_the_ports_of_its_opening_sides_tuples_at_their_highest()
    {
        var recorded = CaseBuilder.Exhausted().Build();
        SocketsLine[] sockets =
        [
            Dump("proxy", 1, 500, 400), Dump("proxy", 2, 800, 700), Dump("proxy", 3, 999, 10),
            Dump("client-1", 1, 30), Dump("client-2", 2, 12), Dump("client-1", 2, 20),
            Dump("proxy", 4) with { Tuples = null },
        ];

        Assert.Equal(
            [
                new HopSummary("clients→proxy", 28232, 28232, 61, 462.8, 42, 1, 0, null, 0, null),
                // At one sample, and not each tuple at its own.
                new HopSummary("proxy→backends", 1000, 2000, 61, 32.787, 800 + 700, 2, 1, 4, 0, null),
            ],
            HopUse.Of(recorded with { Sockets = sockets }));
    }

    [Fact]
    public void A_case_without_a_dump_held_nothing_that_was_seen() => Assert.Equal(
        [0L, 0], HopUse.Of(new CaseBuilder { PredictedOnly = "x is missing" }.Build()).Select(hop => hop.PeakPorts));

    private static SocketsLine Dump(string host, double t, params int[] ports) => new()
    {
        Host = host,
        T = t,
        Counters = new Dictionary<string, long>(),
        Tuples = [.. ports.Select((count, index) => new TupleUse("198.18.0.5", $"198.18.0.6:{81 + index}", count))],
    };
}
