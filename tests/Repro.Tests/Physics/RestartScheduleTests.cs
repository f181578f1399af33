using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class RestartScheduleTests
{
    private static Gen<RestartSchedule> Schedules =>
        from services in Gen.Choose(1, 300)
        from hosts in Gen.Choose(1, 5)
        from milliseconds in Gen.Choose(2, 5000)
        from down in Gen.Choose(1, 99)
        select new RestartSchedule(services, hosts, milliseconds / 1000.0, milliseconds / 1000.0 * down / 100);

    [Fact]
    public void Within_a_turn_each_service_of_each_host_is_restarted_once() => Schedules.ForAll(schedule => Assert.Distinct(
        Enumerable.Range(0, schedule.Services * schedule.Hosts).Select(number => (schedule.Host(number), schedule.Service(number)))));

    [Fact]
    public void A_service_has_its_next_restart_one_interval_later() => Schedules.ForAll(schedule =>
    {
        var next = schedule.Services * schedule.Hosts;
        Assert.Equal((schedule.Host(0), schedule.Service(0)), (schedule.Host(next), schedule.Service(next)));
        Assert.Equal(schedule.RestartSeconds, schedule.Stops(next), 9);
        Assert.True(schedule.Starts(0) < schedule.Stops(next));
    });

    [Fact]
    public void StartsBefore_AnyMoment_CountsThoseBeforeIt() => Schedules.Zip(Gen.Choose(0, 9000)).ForAll(pair =>
    {
        var (schedule, end) = (pair.Item1, (pair.Item2 / 1000.0) + 0.0000037);
        var count = schedule.StartsBefore(end);
        Assert.True(count == 0 || schedule.Starts(count - 1) < end + 1e-6, $"{schedule} {end} {count}");
        Assert.True(schedule.Starts(count) >= end - 1e-6, $"{schedule} {end} {count}");
    });

    [Fact]
    public void Neighbours_are_far_apart_in_time()
    {
        var schedule = new RestartSchedule(200, 1, 1, 0.1);

        Assert.All(Enumerable.Range(0, 199), number =>
            Assert.InRange(Math.Abs(schedule.Service(number + 1) - schedule.Service(number)), 20, 180));
    }
}
