using FsCheck.Fluent;
using Repro.Analysis;
using Repro.Model;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class OccupancyTableTests
{
    [Fact]
    public void Latencies_are_told_apart_by_the_share_of_ports_that_are_taken()
    {
        // 50 connections a bin of 2,000 ports: two bins make a row of five percent.
        var rows = Rows(CaseBuilder.Exhausted().Build(), 4);

        Assert.Equal(
            Enumerable.Range(0, 20).Select(row => (row * 5.0, (row + 1) * 5.0)), rows.Select(row => (row.FromPercent, row.ToPercent)));
        Assert.All(rows.SkipLast(1), row => Assert.Equal(100, row.Connects));
        Assert.All(rows, row => Assert.Equal(row.FromPercent < 50 ? 12 : 96, row.Microseconds.P50));
    }

    [Fact]
    public void Ports_that_were_filled_before_the_load_are_taken() => Assert.Equal(
        [90, 95],
        Rows((CaseBuilder.Exhausted() with { Onset = 0.4, End = new CaseEnd([], 0, new OpenerFacts(null, 1800, 1, null)) }).Build(), 0.4)
            .Select(row => row.FromPercent));

    [Fact]
    public void Nothing_counts_from_the_first_port_on_that_came_back()
    {
        var rows = Rows((new CaseBuilder { Hold = 1 }).Build(), null);

        Assert.Equal((25.0, 500L), (rows[^1].ToPercent, rows.Sum(row => row.Connects)));
    }

    [Fact]
    public void Rows_ascend_lie_within_all_ports_and_hold_every_connection_before_the_end()
    {
        var sample = from perBin in Gen.Choose(1, 200) from bins in Gen.Choose(1, 60) select (perBin, bins);
        sample.ForAll(load =>
        {
            var onset = load.bins / 10.0;
            var recorded = new CaseBuilder { Rate = load.perBin * 10, Onset = onset, Capacity = load.perBin * load.bins, Tuples = 1 }
                .Build();
            var rows = Rows(recorded, onset + 1e-6);

            Assert.Equal(load.perBin * load.bins, rows.Sum(row => row.Connects));
            Assert.All(rows, row => Assert.InRange(row.FromPercent, 0, 95));
            Assert.Equal(rows.OrderBy(row => row.FromPercent), rows);
            Assert.Distinct(rows.Select(row => row.FromPercent));
        });
    }

    [Fact]
    public void Without_a_connection_there_is_no_row() =>
        Assert.Empty(Rows(new RecordedCase(new CaseBuilder().File(), null, [], [], []), null));

    [Fact]
    [Trait("Fault", "A9")]
    public void Of_ports_that_may_be_taken_over_only_those_count_that_are_too_young_for_it()
    {
        // 500/s × 1 s of 2,000 ports, however many connections there have been, and however many are in TIME_WAIT.
        var rows = Rows(
            (new CaseBuilder { Hold = 1, Duration = 10, Conditions = CaseBuilder.With((Sysctls.TcpTwReuseKey, "1")) }).Build(), null);

        Assert.Equal(25, rows[^1].FromPercent);
        Assert.Equal(5000, rows.Sum(row => row.Connects));
    }

    [Fact]
    [Trait("Fault", "A9")]
    public void A_connection_that_keeps_no_port_takes_no_share_of_them()
    {
        // Closed with a RST: no dump has more than a few.
        var recorded = new CaseBuilder { Duration = 10, MostTimeWait = 6 }.Build();

        Assert.Equal(0, Assert.Single(Rows(recorded, null)).FromPercent);
    }

    private static IReadOnlyList<OccupancyLatency> Rows(RecordedCase recorded, double? firstFailure) =>
        OccupancyTable.Of(recorded, PortsTaken.Of(recorded), firstFailure);
}
