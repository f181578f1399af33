using Repro.Recording;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class TrafficRecorderTests
{
    private const long Start = 7_000_000_000;
    private const string Backend = "198.18.0.6:81";
    private static readonly Outcome NoPort = Outcome.Of(Stage.Connect, 99);

    private readonly List<TrafficLine> lines = [];
    private readonly TrafficRecorder recorder;

    public TrafficRecorderTests()
    {
        recorder = new TrafficRecorder("proxy", lines.Add);
        recorder.Start(Start);
    }

    [Fact]
    public void A_connection_that_never_came_about_counts_from_when_it_was_begun()
    {
        var told = new List<TrafficLine>();
        var counted = new TrafficRecorder("client-1", told.Add);
        var start = EventLoop.Now;
        counted.Start(start);
        counted.Connected(1);
        counted.Failed(Outcome.Timeout(Stage.Connect), "x", new ConnectionBegin(start + 2_000_000_000, 1));
        counted.Connected(1);
        counted.Finish();

        Assert.Equal([new FirstFailure(2, "connect/timeout", "x", 1)], told[0].First!);
    }

    [Fact]
    public void A_bin_is_emitted_once_it_is_over()
    {
        recorder.Advance(Start + TrafficRecorder.BinNanoseconds - 1);
        Assert.Empty(lines);

        recorder.Advance(Start + TrafficRecorder.BinNanoseconds);
        Assert.Equal("proxy", Assert.Single(lines).Host);
        Assert.Equal(Start + (2 * TrafficRecorder.BinNanoseconds), recorder.Deadline);
    }

    [Fact]
    public void A_stall_leaves_empty_bins_and_no_gap()
    {
        recorder.Sent();
        recorder.Advance(Start + (4 * TrafficRecorder.BinNanoseconds));

        Assert.Equal([0, 0.1, 0.2, 0.3], lines.Select(line => Math.Round(line.T, 9)));
        Assert.Equal([1L, 0, 0, 0], lines.Select(line => line.Sent));
    }

    [Fact]
    public void A_bin_counts_what_happened_in_it_and_the_next_starts_from_zero()
    {
        recorder.Due();
        recorder.Due();
        recorder.Sent(late: 3000);
        recorder.Unsent();
        recorder.Connected(1000);
        recorder.Ok(2000);
        recorder.Failed(NoPort, Backend, Start);
        recorder.Failed(NoPort, Backend, Start);
        recorder.Advance(Start + TrafficRecorder.BinNanoseconds);
        recorder.Finish();

        var (first, second) = (lines[0], lines[1]);
        Assert.Equal((2L, 1L, 1L, 1L, 1L), (first.Due, first.Sent, first.Unsent, first.Connects, first.Ok));
        Assert.Equal([KeyValuePair.Create("connect/EADDRNOTAVAIL", 2L)], first.Failed!);
        Assert.Equal([new Bucket(992, 1)], first.ConnectLatency!);
        Assert.Equal([new Bucket(1984, 1)], first.Latency!);
        Assert.Equal([new Bucket(2944, 1)], first.Lateness!);
        Assert.Equivalent(new TrafficLine { Host = "proxy", T = 0.1 }, second, strict: true);
    }

    [Fact]
    public void Only_the_first_failure_of_a_kind_is_kept_with_the_connections_before_it()
    {
        recorder.Connected(1000);
        recorder.Advance(Start + TrafficRecorder.BinNanoseconds);
        recorder.Connected(1000);
        recorder.Failed(NoPort, Backend, Start + 150_000_000);
        recorder.Failed(NoPort, Backend, Start + 160_000_000);
        recorder.Failed(Outcome.Timeout(Stage.Read), Backend, Start + 170_000_000);
        recorder.Finish();
        recorder.Failed(NoPort, Backend, Start + 250_000_000);
        recorder.Finish();

        Assert.Equal(
            [new FirstFailure(0.15, "connect/EADDRNOTAVAIL", Backend, 2), new FirstFailure(0.17, "read/timeout", Backend, 2)],
            lines.SelectMany(line => line.First ?? []));
        Assert.Equal([0L, 2, 1], lines.Select(line => line.Failed?.GetValueOrDefault("connect/EADDRNOTAVAIL") ?? 0));
    }

    [Fact]
    public void Before_the_load_starts_there_is_no_bin_to_end()
    {
        var idle = new TrafficRecorder("client-1", lines.Add);
        idle.Advance(long.MaxValue);

        Assert.Null(idle.Deadline);
        Assert.Empty(lines);
    }

    [Fact]
    public void Connections_that_somebody_else_counts_are_those_of_the_bin_and_those_before_a_failure()
    {
        recorder.HasConnected(5);
        recorder.Advance(Start + TrafficRecorder.BinNanoseconds);
        recorder.HasConnected(5);
        recorder.HasConnected(8);
        Assert.True(recorder.IsNew(NoPort));
        recorder.Failed(NoPort, Backend, Start);
        Assert.False(recorder.IsNew(NoPort));
        recorder.Finish();

        Assert.Equal([5L, 3], lines.Select(line => line.Connects));
        Assert.Equal(8, Assert.Single(lines[1].First!).ConnectsBefore);
        Assert.All(lines, line => Assert.Null(line.ConnectLatency));
    }
}
