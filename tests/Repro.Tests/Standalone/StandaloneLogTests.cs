using Repro.Recording;
using Repro.Standalone;

namespace Repro.Tests.Standalone;

public sealed class StandaloneLogTests
{
    private const string Backend = "198.19.255.7:81";

    [Fact]
    public void A_second_is_one_line_with_requests_and_ports() => Assert.Equal(
        ["  1 s:    500 requests,    480 answered,     20 failed (http/502); ports in use: 240 of 1,000 towards 198.19.255.7:81; 230 in "
            + "TIME_WAIT"],
        Say(new StandaloneLog(() => [new PortUse(Backend, 240, 230, 1000)]), Bins(
            0, 10, bin => Bin(bin) with { Sent = 50, Ok = 48, Failed = Failures(2) })));

    [Fact]
    public void Where_nobody_asks_about_ports_none_are_told() => Assert.Equal(
        ["  1 s:     10 requests,     10 answered,      0 failed"],
        Say(new StandaloneLog(() => []), Bins(0, 10, bin => Bin(bin) with { Sent = 1, Ok = 1 })));

    [Fact]
    public void Seconds_count_from_the_first_request() => Assert.Equal(
        ["  1 s:     10 requests,      0 answered,      0 failed"],
        Say(new StandaloneLog(() => []), [.. Bins(0, 33, Bin), .. Bins(33, 10, bin => Bin(bin) with { Sent = 1 })]));

    [Fact]
    public void A_quiet_second_is_told_only_where_the_ports_have_changed()
    {
        var reads = new Queue<int>([500, 500, 500, 200]);
        var said = Say(
            new StandaloneLog(() => [new PortUse(Backend, reads.Peek(), reads.Dequeue(), 1000)]),
            [.. Bins(0, 10, bin => Bin(bin) with { Sent = 50, Ok = 50 }), .. Bins(10, 30, Bin)]);

        Assert.Equal(2, said.Count);
        Assert.Equal("  4 s: ports in use: 200 of 1,000 towards 198.19.255.7:81; 200 in TIME_WAIT", said[1]);
    }

    [Fact]
    public void The_first_time_that_the_ports_are_gone_is_told_in_clear_words() => Assert.Equal(
        [
            "4.0 s: OUT OF PORTS: connect() towards 198.19.255.7:81 failed: EADDRNOTAVAIL, Cannot assign requested address. "
            + "2,000 connections were opened before; 1,000 of 1,000 ports towards 198.19.255.7:81 are in use, 999 in TIME_WAIT.",
        ],
        Say(
            new StandaloneLog(() => [new PortUse("198.19.255.6:81", 1, 1, 1000), new PortUse(Backend, 1000, 999, 1000)]),
            [Bin(5) with { Sent = 1 }, Bin(6) with { First = [new FirstFailure(4.51, "connect/EADDRNOTAVAIL", Backend, 2000)] }]));

    [Fact]
    public void Ports_that_bind_picks_are_gone_for_all_destinations() => Assert.EndsWith(
        "bind() towards 198.19.255.7:81 failed: EADDRINUSE, Address already in use. 50 connections were opened before; "
        + "50 of 50 ports towards all destinations are in use, 50 in TIME_WAIT.",
        Say(
            new StandaloneLog(() => [new PortUse(PortUse.Everywhere, 50, 50, 50)]),
            [Bin(0) with { First = [new FirstFailure(0.01, "bind/EADDRINUSE", Backend, 50)] }]).Single(),
        StringComparison.Ordinal);

    [Fact]
    public void Any_other_failure_is_told_by_its_name() => Assert.Equal(
        ["0.3 s: the first request to 198.19.255.7:81 that failed with read/timeout."],
        Say(new StandaloneLog(() =>
            []), [Bin(0) with { Due = 1 }, Bin(3) with { First = [new FirstFailure(0.3, "read/timeout", Backend, 1)] }]));

    [Fact]
    public void The_last_line_has_everything_also_of_a_second_that_was_cut_off()
    {
        var log = new StandaloneLog(() => []);
        Say(log, [.. Bins(0, 10, bin => Bin(bin) with { Sent = 100, Ok = 100 }), Bin(10) with
        {
            Sent = 5,
            Unsent = 3,
            Failed = Failures(4),
        }]);

        Assert.Equal("in all:  1,005 requests,  1,000 answered,      4 failed (http/502), 3 not sent in time", log.Summary);
    }

    [Fact]
    public void Of_many_destinations_the_fullest_is_named() => Assert.EndsWith(
        "; ports in use: 15 of 500, most of them 5 of 100 towards 5; 15 in TIME_WAIT",
        Say(
            new StandaloneLog(() => [.. Enumerable.Range(1, 5).Select(number => new PortUse($"{number}", number, number, 100))]),
            Bins(0, 10, bin => Bin(bin) with { Sent = 1 })).Single(),
        StringComparison.Ordinal);

    private static List<string> Say(StandaloneLog log, IEnumerable<TrafficLine> lines) => [.. lines.SelectMany(log.Add)];

    private static IEnumerable<TrafficLine> Bins(int first, int count, Func<int, TrafficLine> bin) =>
        Enumerable.Range(first, count).Select(bin);

    private static TrafficLine Bin(int number) => new() { Host = "x", T = number * 0.1 };

    private static Dictionary<string, long> Failures(long count) => new() { ["http/502"] = count };
}
