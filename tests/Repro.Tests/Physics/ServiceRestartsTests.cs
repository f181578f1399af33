using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class ServiceRestartsTests
{
    private static readonly PortModel Ports = new() { PortsPerPool = 200, Pools = 2 };

    private static IReadOnlyList<int?> EveryTenth { get; } = [.. Enumerable.Range(0, 20).Select(number => (int?)(number * 10))];

    private static RestartSchedule Schedule => new(20, 1, 1, 0.5);

    [Fact]
    public void Without_connections_each_service_has_its_port_again() =>
        Assert.Equal(0, Run(Ports, 0, EveryTenth));

    [Fact]
    public void Ports_outside_of_the_range_are_nobody_elses() =>
        Assert.Equal(0, Run(Ports, 30, [.. EveryTenth.Select(_ => (int?)null)]));

    [Fact]
    public void A_connection_that_leaves_nothing_gives_the_port_back() =>
        Assert.Equal(0, Run(Ports with { Close = CloseKind.Reset, OpenSeconds = 0 }, 30, EveryTenth));

    [Fact]
    public void Once_every_other_port_is_taken_no_service_keeps_its_own()
    {
        // 400 ports towards two destinations are gone after four seconds; from then on each port that is down is taken at once.
        var positions = EveryTenth;
        var all = new RestartSchedule(20, 1, 1, 0.5).StartsBefore(12);
        var until = new RestartSchedule(20, 1, 1, 0.5).StartsBefore(5);

        Assert.InRange(Run(Ports, 100, positions), all - until, all);
    }

    [Fact]
    public void A_port_that_may_be_taken_over_is_taken_from_a_service_all_the_same() => Assert.InRange(
        Run(Ports with { ReuseDelaySeconds = 1 }, 60, EveryTenth), 1, long.MaxValue);

    [Fact]
    public void Odds_Of_one_load_Are_the_same_always()
    {
        var odds = ServiceRestarts.Odds(Ports, Times(30), Schedule, EveryTenth, 12);

        Assert.Equal(odds, ServiceRestarts.Odds(Ports, Times(30), Schedule, EveryTenth, 12));
        Assert.True(odds.Least < odds.Median && odds.Median < odds.Most, $"{odds}");
    }

    [Fact]
    public void Odds_Of_a_load_that_few_runs_are_made_of_Have_all_that_more_runs_find_within()
    {
        // 20 runs alone: 2 in 21 of any others would be beyond the fewest and the most of them.
        var model = new PortModel { PortsPerPool = 30_000, Pools = 10 };
        var times = Every(12_500, 100_000);
        IReadOnlyList<int?> positions = [.. Enumerable.Range(0, 20).Select(number => (int?)(number * 1000))];

        var odds = ServiceRestarts.Odds(model, times, Schedule, positions, 8);
        var others = Enumerable.Range(100, 60)
            .Select(seed => ServiceRestarts.Run(model, times, Schedule, positions, 8, (ulong)seed)).ToList();

        Assert.All(others, taken => Assert.InRange(taken, odds.Least, odds.Most));
    }

    [Fact]
    public void No_more_are_taken_than_there_are_restarts() =>
        Gen.Choose(1, 100).Zip(Gen.Choose(1, 9)).Zip(Gen.Choose(0, 1000)).ForAll(pair =>
        {
            var load = (rate: pair.Item1.Item1, down: pair.Item1.Item2, seed: pair.Item2);
            var schedule = Schedule with { DownSeconds = load.down / 10.0 };
            Assert.InRange(
                ServiceRestarts.Run(Ports, Times(load.rate), schedule, EveryTenth, 12, (ulong)load.seed), 0, schedule.StartsBefore(12));
        });

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    public void The_longer_services_are_down_the_more_of_them_lose_their_port(int rate)
    {
        long[] medians = [.. new[] { 0.05, 0.2, 0.5, 0.9 }.Select(down => Median(rate, down))];

        Assert.Equal(medians.Order(), medians);
        Assert.True(medians[0] < medians[^1], string.Join(' ', medians));
    }

    private static long Median(int rate, double down) =>
        ServiceRestarts.Odds(Ports, Times(rate), Schedule with { DownSeconds = down }, EveryTenth, 6).Median;

    private static long Run(PortModel model, double rate, IReadOnlyList<int?> positions) =>
        ServiceRestarts.Run(model, Times(rate), Schedule, positions, 12, seed: 1);

    private static IReadOnlyList<double> Every(double rate, int count) => [.. Enumerable.Range(0, count).Select(number => number / rate)];

    private static IReadOnlyList<double> Times(double rate) =>
        [.. new ArrivalLaw { Kind = ArrivalKind.Constant, RatePerSecond = rate, DurationSeconds = 12 }.Times()];
}
