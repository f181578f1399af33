using Repro.Analysis;
using Repro.Recording;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

public sealed class ThresholdAnalysisTests
{
    // 2,000 ports that are held for 20 s carry 100/s.
    private static readonly CaseBuilder Base = new() { Hold = 20, Duration = 30, Label = "none" };

    [Fact]
    public void A_threshold_lies_between_the_highest_rate_that_was_carried_and_the_lowest_that_failed()
    {
        var threshold = Assert.Single(Thresholds(Fails(130), Carries(80), Fails(110), Carries(90)));

        Assert.Equal(("none", 20.0, 2, 100.0), (threshold.Label, threshold.HoldSeconds, threshold.Tuples, threshold.PredictedPerSecond));
        Assert.Equal((90.0, 110.0, null), (threshold.CarriedPerSecond, threshold.FailedPerSecond, threshold.GoodputPerSecond));
    }

    [Fact]
    public void A_rate_that_was_carried_above_one_that_failed_does_not_count()
    {
        var threshold = Assert.Single(Thresholds(Carries(80), Fails(90), Carries(100)));

        Assert.Equal((80.0, 90.0), (threshold.CarriedPerSecond, threshold.FailedPerSecond));
    }

    [Fact]
    public void A_load_that_ended_before_the_first_port_came_back_has_carried_nothing()
    {
        var threshold = Assert.Single(Thresholds(Carries(80) with { Duration = 19 }, Fails(110)));

        Assert.Equal((null, 110.0), (threshold.CarriedPerSecond, threshold.FailedPerSecond));
    }

    [Fact]
    [Trait("Fault", "A6")]
    public void Nor_has_one_that_ended_before_the_hop_that_limits_it_had_a_port_back()
    {
        // The proxy's ports are held for a second; the clients', which are predicted to limit it, for 61 s.
        var threshold = Assert.Single(Thresholds(Carries(80) with { Hold = 1 }));

        Assert.Equal(
            ("clients→proxy", 61.0, 462.8, null),
            (threshold.Hop, threshold.HoldSeconds, threshold.PredictedPerSecond!.Value, threshold.CarriedPerSecond));
    }

    [Fact]
    public void What_never_fails_has_no_upper_end()
    {
        var threshold = Assert.Single(Thresholds(Carries(80), Carries(90)));

        Assert.Equal((90.0, null), (threshold.CarriedPerSecond, threshold.FailedPerSecond));
    }

    [Fact]
    public void Cases_that_say_nothing_count_for_nothing()
    {
        var threshold = Assert.Single(Thresholds(
            Carries(80), Fails(110), Carries(95) with { End = null }, Carries(96) with { PredictedOnly = "x is missing" },
            Fails(105) with { End = null }));

        Assert.Equal((80.0, 110.0), (threshold.CarriedPerSecond, threshold.FailedPerSecond));
    }

    [Fact]
    public void One_rate_alone_has_a_prediction_and_once_ports_have_run_out_a_measurement()
    {
        var threshold = Assert.Single(Thresholds(Fails(130)));
        Assert.Equal(
            (100.0, null, 130.0, null),
            (threshold.PredictedPerSecond, threshold.CarriedPerSecond, threshold.FailedPerSecond, threshold.GoodputPerSecond));
        Assert.Empty(Thresholds());

        Assert.Equal(100, Assert.Single(Thresholds(Wave)).GoodputPerSecond!.Value, 0.5);
    }

    [Fact]
    public void A_case_that_was_not_run_has_a_prediction_and_nothing_else()
    {
        var threshold = Assert.Single(Thresholds(Carries(80) with { PredictedOnly = "x is missing" }));

        Assert.Equal(
            (100.0, null, null, null),
            (threshold.PredictedPerSecond, threshold.CarriedPerSecond, threshold.FailedPerSecond, threshold.GoodputPerSecond));
    }

    [Fact]
    public void Thresholds_are_compared_with_the_baselines_as_predicted_as_measured_and_by_what_was_carried()
    {
        var thresholds = Thresholds(Wave, Wider(Wave) with { Rate = 400, Onset = 10, PredictedOnset = 10 }, Wider(Carries(180)));

        Assert.Equal((null, null, null), (thresholds[0].PredictedFactor, thresholds[0].MeasuredFactor, thresholds[0].AtLeastFactor));
        Assert.Equal((2.0, 2.0, 1.8), (thresholds[1].PredictedFactor, thresholds[1].MeasuredFactor, thresholds[1].AtLeastFactor));
        Assert.Null(Assert.Single(Thresholds(Wider(Carries(180)))).PredictedFactor);

        static CaseBuilder Wider(CaseBuilder one) => one with { Label = "wider", Capacity = 4000, IsBaseline = false };
    }

    [Fact]
    public void The_onset_over_the_rate_follows_from_ports_and_threshold()
    {
        var laws = Assert.Single(Thresholds(Carries(80), Fails(110) with { PredictedOnset = 2000 / 110.0 })).Onsets;

        Assert.Equal([new OnsetLaw(100, 2000, 100), new OnsetLaw(462.8, 28232, 462.8)], laws);
        Assert.Equal((null, 2000 / 101.0), (OnsetLaws.At(laws, 100), OnsetLaws.At(laws, 101)));
    }

    [Fact]
    public void Where_a_case_was_predicted_otherwise_there_is_no_law() =>
        Assert.Empty(Assert.Single(Thresholds(Fails(110) with { PredictedOnset = 5 })).Onsets);

    [Fact]
    public void Each_label_has_a_threshold_of_its_own_in_the_order_of_the_run() => Assert.Equal(
        ["wider", "none"],
        Thresholds(
            Carries(80) with { Label = "wider" },
            Carries(80),
            Fails(110),
            Fails(110) with { Label = "wider" }).Select(threshold => threshold.Label));

    private static readonly CaseBuilder Wave = Named(Base with { Rate = 200, Onset = 10, PredictedOnset = 10, Period = 20, Duration = 35 });

    private static CaseBuilder Carries(double rate) => Named(Base with { Rate = rate });

    private static CaseBuilder Fails(double rate) => Named(Base with { Rate = rate, Onset = 20, PredictedOnset = 20 });

    private static CaseBuilder Named(CaseBuilder builder) => builder with { Id = $"none@{builder.Rate}" };

    private static IReadOnlyList<ThresholdSummary> Thresholds(params CaseBuilder[] cases) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], [])).Summary.Thresholds;
}
