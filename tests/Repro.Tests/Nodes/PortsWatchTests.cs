using Repro.Nodes;

namespace Repro.Tests.Nodes;

public sealed class PortsWatchTests
{
    private readonly PortsWatch watch = new(ports: 100, patience: 10);

    [Fact]
    public void A_program_that_opens_none_while_all_are_taken_has_run_out_when_the_last_was_taken()
    {
        Look(1, 99, 99);
        Look(5, 100, 100);
        Look(14, 100, 100);
        Assert.Null(watch.RanOut);
        Look(15, 100, 100);
        // What comes after it is another story.
        Look(90, 100, 150);
        Look(110, 100, 150);

        Assert.Equal(new FullTuple(5, 100), watch.RanOut);
    }

    [Fact]
    public void One_that_takes_ports_over_from_TIME_WAIT_has_not()
    {
        for (var moment = 0; moment < 100; moment += 5)
        {
            Look(moment, 100, 100 + moment);
        }

        Assert.Null(watch.RanOut);
    }

    [Fact]
    public void One_whose_ports_came_back_meanwhile_has_not()
    {
        Look(5, 100, 100);
        Look(10, 98, 100);
        Look(15, 100, 100);
        Look(20, 100, 100);

        Assert.Null(watch.RanOut);
    }

    [Fact]
    public void One_that_ended_with_what_it_was_told_to_has_not()
    {
        Look(5, 100, 100);
        watch.Look(10, 100, 100, isTrying: false);
        watch.Look(30, 100, 100, isTrying: false);

        Assert.Null(watch.RanOut);
    }

    private void Look(long now, long taken, long opened) => watch.Look(now, taken, opened, isTrying: true);
}
