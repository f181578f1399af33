using Repro.Analysis;
using Repro.Charts;
using Repro.Physics;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

[Trait("Fault", "A2")]
public sealed class BorderlineTests
{
    // 2,000 ports that may be taken over after a second carry 2,000/s.
    private static readonly CaseBuilder Reuse = new() { Hold = 1 };

    [Fact]
    public void A_stall_that_runs_ports_out_just_below_the_threshold_is_borderline_and_says_by_how_much()
    {
        var summary = RunAnalysis.Summarize(Stalled(Reuse with { Onset = 4 }, 1940, 0.031));

        Assert.Equal((true, Verdicts.Borderline), (summary.Valid, summary.Verdict));
        Assert.Matches(
            "^it needs 1,8[0-9][0-9] to 2,00[0-9] of the 2,000 ports of proxy→backends at once, as requests were held up for 3[0-9] ms: "
                + "too near to the threshold to tell$",
            summary.Borderline);
        Assert.StartsWith("3,000 requests failed, from 4.00 s into the load: it needs ", Finding.Of(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_stall_it_takes_a_side() =>
        Assert.Equal(Verdicts.Carried, RunAnalysis.Summarize(Stalled(Reuse, 1940, 0.005)).Verdict);

    [Fact]
    public void Just_above_the_threshold_it_is_borderline_whether_it_failed_or_not()
    {
        Assert.Equal(Verdicts.Borderline, RunAnalysis.Summarize(Stalled(Reuse, 2040, 0.031)).Verdict);
        Assert.Equal(
            Verdicts.Borderline, RunAnalysis.Summarize(Stalled(Reuse with { Onset = 4, PredictedOnset = 0.98 }, 2040, 0.031)).Verdict);
    }

    [Fact]
    public void Far_from_the_threshold_no_stall_decides() =>
        Assert.Equal(
            Verdicts.Exhausted, RunAnalysis.Summarize(Stalled(Reuse with { Onset = 4, PredictedOnset = 0.8 }, 2500, 0.031)).Verdict);

    [Fact]
    public void Nothing_is_compared_with_a_borderline_baseline_and_a_headline_takes_no_side()
    {
        var near = Stalled(Reuse with { Onset = 4 }, 1940, 0.031);
        var other = Stalled(Reuse with { Id = "more@500", IsBaseline = false }, 1000, 0.001);
        var run = RunAnalysis.Analyze(new RecordedRun(Recording.TemporaryRun.File(), [near, other], [])).Summary;

        Assert.Equal([Verdicts.Borderline, Verdicts.NotCompared], run.Cases.Select(row => row.Verdict));
        Assert.Equal("more: no request fails at 500/s.", RunFinding.Headline(run));
    }

    [Fact]
    [Trait("Fault", "D3")]
    public void Where_nothing_is_held_a_stall_still_needs_a_port_for_each_request_that_comes_within_it()
    {
        var held = Stalled(new CaseBuilder { Capacity = 20 }, 2000, 0.03);
        var free = held.File.Hops[^1] with { HoldSeconds = 0, ThresholdPerSecond = null };
        var summary = RunAnalysis.Summarize(held with { File = held.File with { Hops = [held.File.Hops[0], free] } });

        Assert.Equal(Verdicts.Borderline, summary.Verdict);
        Assert.Matches("^it needs 0 to (5|6)[0-9] of the 20 ports of proxy→backends at once", summary.Borderline);
    }

    [Theory]
    [Trait("Fault", "D3")]
    [InlineData(1, Verdicts.Borderline)]
    [InlineData(40, Verdicts.Exhausted)]
    public void A_stray_failure_decides_nothing(int failed, string verdict)
    {
        var builder = new CaseBuilder();
        var recorded = builder.Build();
        var first = new FirstFailure(4, CaseBuilder.NoPort, CaseBuilder.Backend, 2000);
        var summary = RunAnalysis.Summarize(recorded with
        {
            Proxy =
                [.. recorded.Proxy.Select(line =>
                    Math.Abs(line.T - 4) < 0.01
                        ? line with { Failed = new Dictionary<string, long> { [CaseBuilder.NoPort] = failed }, First = [first] }
                        : line)],
        });

        Assert.Equal(verdict, summary.Verdict);
        if (verdict == Verdicts.Borderline)
        {
            Assert.Matches(
                "^1 of 3,[0-9]{3} connections from then on found no port of proxy→backends: a stall's burst, or a search that missed one",
                summary.Borderline);
        }
    }

    [Fact]
    public void A_load_that_ended_right_after_its_predicted_first_failure_has_not_shown_the_contrary() => Assert.Equal(
        "no request failed in 10 s: ports of proxy→backends were predicted to run out at 9.80 s, too near to the load's end at 10 s to "
            + "tell.",
        Finding.Of(RunAnalysis.Summarize((new CaseBuilder { PredictedOnset = 9.8 }).Build())));

    [Theory]
    [InlineData(ArrivalKind.Bursts, 1.0, 100)]
    [InlineData(ArrivalKind.Bursts, 1.001, 150)]
    [InlineData(ArrivalKind.Constant, 1.5, 150)]
    [InlineData(ArrivalKind.Constant, 99, 1000)]
    [InlineData(ArrivalKind.Ramp, 99, 500)]
    public void MostWithin_Law_RequestsOfTheFullestWindow(ArrivalKind kind, double seconds, double most)
    {
        var law = new ArrivalLaw { Kind = kind, RatePerSecond = 100, DurationSeconds = 10, BurstSize = 50 };

        Assert.Equal(most, law.MostWithin(seconds), 6);
    }

    private static RecordedCase Stalled(CaseBuilder builder, double rate, double stall)
    {
        var recorded = (builder with { Conditions = new() { Load = new() { Rate = new(rate) } } }).Build();
        Bucket[] waits = [.. Enumerable.Range(0, (int)(stall * rate)).Select(number => new Bucket((long)(number / rate * 1e9), 1))];
        return recorded with
        {
            Load = [.. recorded.Load.Select(line => line with { Latency = Math.Abs(line.T - 3) < 0.01 ? waits : null })],
        };
    }
}
