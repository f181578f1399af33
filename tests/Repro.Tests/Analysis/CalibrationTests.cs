using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class CalibrationTests
{
    /// <summary>A timer of 60 s that is seen 4 ms late made the report say 65.6/s where the plan says 65.5/s.</summary>
    [Fact]
    [Trait("Fault", "A12")]
    public void TIME_WAIT_is_known_to_a_tenth_of_a_second_as_it_is_seen_some_milliseconds_late() =>
        Assert.Equal(60, Calibration.Of(new CaseBuilder { TimeWaitLeft = 59.996 }.Build()).TimeWaitSeconds);

    [Fact]
    public void TIME_WAIT_is_as_long_as_the_freshest_one_has_left()
    {
        var recorded = new CaseBuilder { TimeWaitLeft = 59.5 }.Build();
        var later = recorded.Sockets.Last(line => line.TimeWaitLeft is not null) with { TimeWaitLeft = 59.97 };

        Assert.Equal(60, Calibration.Of(recorded with { Sockets = [.. recorded.Sockets, later] }).TimeWaitSeconds);
        Assert.Equal(60, Calibration.Of(recorded with { Sockets = [later, .. recorded.Sockets] }).TimeWaitSeconds);
        Assert.Equal(
            59.5, Calibration.Of(recorded with { Sockets = [.. recorded.Sockets, later with { Host = "client-1" }] }).TimeWaitSeconds);
        Assert.Null(Calibration.Of(new CaseBuilder().Build()).TimeWaitSeconds);
    }

    [Fact]
    public void A_request_costs_what_the_hosts_took_but_for_their_samples()
    {
        // Three hosts of a quarter of a processor for 0.3 s, 9 samples of 20 µs, 150 requests.
        Assert.Equal((0.225 - 0.00018) / 150, Calibration.Of(new CaseBuilder().Build()).CpuSecondsPerRequest!.Value, 6);
    }

    [Fact]
    public void A_request_costs_what_it_took_in_the_cheapest_slice_after_the_first()
    {
        var recorded = new CaseBuilder { Duration = 1.2 }.Build();
        var undisturbed = Calibration.Of(recorded).CpuSecondsPerRequest!.Value;

        // A second that another program took from the proxy, in the second slice.
        Assert.Equal(undisturbed, Calibration.Of(recorded with { Sockets = Later(0.45, 1) }).CpuSecondsPerRequest!.Value, 6);
        // All that it costs to compile, in the first.
        Assert.Equal(undisturbed, Calibration.Of(recorded with { Sockets = Later(0.15, 0.2) }).CpuSecondsPerRequest!.Value, 6);

        List<SocketsLine> Later(double from, double seconds) =>
            [.. recorded.Sockets.Select(line => line.T > from ? line with { Cpu = line.Cpu + seconds } : line)];
    }

    [Fact]
    public void A_host_costs_four_times_its_usual_sample() =>
        Assert.Equal(4 * 10 * 20e-6, Calibration.Of(Dear(new CaseBuilder().Build())).CpuPerHost!.Value, 9);

    [Fact]
    public void A_load_that_was_not_answered_says_nothing_about_its_cost()
    {
        var silent = new RecordedCase(new CaseBuilder().File(), null, [], [], []);

        Assert.Equal(new Calibration(null, null, null), Calibration.Of(silent));
    }

    // The first sample of a process may take long.
    private static RecordedCase Dear(RecordedCase recorded) => recorded with
    {
        Sockets = [recorded.Sockets[0] with { CostMicroseconds = 50_000 }, .. recorded.Sockets.Skip(1)],
    };
}
