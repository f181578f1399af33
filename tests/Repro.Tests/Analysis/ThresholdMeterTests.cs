using FsCheck;
using FsCheck.Fluent;
using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class ThresholdMeterTests
{
    private const double Slack = CaseBuilder.BinSeconds + 1e-9;

    /// <summary>Ports that all go within some bins at a constant rate, and come back after some more; seen for some periods.</summary>
    private static Gen<CaseBuilder> Waves =>
        from perBin in Gen.Choose(1, 50)
        from burst in Gen.Choose(3, 30)
        from pause in Gen.Choose(1, 60)
        from periods in Gen.Choose(1, 5)
        from more in Gen.Choose(0, burst + pause - 1)
        let bins = (periods * (burst + pause)) + burst + more
        select new CaseBuilder
        {
            Rate = perBin * 10,
            Onset = burst / 10.0,
            Period = (burst + pause) / 10.0,
            Capacity = perBin * burst,
            Tuples = 1,
            Duration = bins / 10.0,
        };

    [Fact]
    public void A_square_wave_gives_its_period_back_and_with_it_the_threshold() => Waves.ForAll(wave =>
    {
        var recorded = wave.Build();
        var period = Period(recorded);

        Assert.NotNull(period);
        Assert.Equal(wave.Period!.Value, period.Value, Slack);
        Assert.Equal(wave.Capacity / period.Value, ThresholdMeter.Goodput(recorded, period.Value), 6);
    });

    [Fact]
    public void A_load_that_ended_before_every_port_was_used_again_has_no_period() => Waves.ForAll(wave =>
    {
        // The last bin of the first period is missing.
        var bins = (int)Math.Round((wave.Period!.Value + wave.Onset!.Value) * 10) - 1;
        Assert.Null(Period((wave with { Duration = bins / 10.0 }).Build()));
    });

    [Fact]
    public void Ports_that_were_filled_before_the_load_come_back_before_their_time_and_show_no_period() => Waves.ForAll(wave =>
        Assert.Null(Period((wave with { End = new CaseEnd([], 0, new ProxyFacts(null, 1, 0.1, null)) }).Build())));

    [Fact]
    public void Without_a_failure_there_is_no_period() => Assert.Null(Period(new CaseBuilder { Duration = 200 }.Build()));

    [Fact]
    public void A_connection_that_carries_several_requests_counts_once()
    {
        var wave = new CaseBuilder { Rate = 100, RequestsPerConnection = 10, Capacity = 20, Tuples = 1, Onset = 2, Period = 5, Duration = 12 };
        var recorded = wave.Build();

        Assert.Equal(5, Period(recorded)!.Value, Slack);
        Assert.Equal(40, ThresholdMeter.Goodput(recorded, 5), 6);
    }

    [Fact]
    public void What_is_answered_after_the_end_of_the_load_does_not_count()
    {
        var recorded = new CaseBuilder { Rate = 100, Capacity = 200, Tuples = 1, Onset = 2, Period = 5, Duration = 6.9 }.Build();

        Assert.Null(Period(recorded with { Load = [.. recorded.Load, new TrafficLine { Host = "client-1", T = 6.9, Ok = 1000 }] }));
    }

    [Fact]
    public void The_threshold_of_a_case_is_quoted_over_whole_periods()
    {
        var summary = CaseAnalysis.Summarize((CaseBuilder.Exhausted() with { Period = 8, Duration = 14 }).Build());

        Assert.Equal((8.0, 250.0), (Math.Round(summary.Measured!.HoldSeconds!.Value, 1), Math.Round(summary.Measured.ThresholdPerSecond!.Value, 0)));
        Assert.Null(CaseAnalysis.Summarize(CaseBuilder.Exhausted().Build()).Measured!.ThresholdPerSecond);
    }

    private static double? Period(RecordedCase recorded) => ThresholdMeter.Period(recorded, FirstFailureFinder.Find(recorded));
}
