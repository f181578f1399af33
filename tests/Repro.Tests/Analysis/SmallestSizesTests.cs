using Repro.Analysis;
using Repro.Charts;
using Repro.Physics;
using Repro.Scenarios;
using Repro.Tests.Charts;

namespace Repro.Tests.Analysis;

[Trait("Fault", "B11")]
public sealed class SmallestSizesTests
{
    [Fact]
    public void Judge_OneAnswerMoreOrLess_IsNoEase() => Assert.Equal(
        (Verdicts.Borderline, null),
        VerdictRule.Judge(new VerdictFacts(0.1, 2, ChanceAnswers: 2), new VerdictFacts(0.1, 1, ChanceAnswers: 2)));

    [Fact]
    public void Judge_OnsetsThatDifferByHundredths_AreNoDelay() => Assert.Equal(
        (Verdicts.Borderline, null), VerdictRule.Judge(new VerdictFacts(0.14, 20), new VerdictFacts(0.07, 10)));

    [Fact]
    public void Judge_OnsetsThatDifferByHundredthsAfterAsManyConnections_AreTheSame() => Assert.Equal(
        Verdicts.NoEffect, VerdictRule.Judge(new VerdictFacts(0.07, 1, 0, 2, 1), new VerdictFacts(0.05, 1, 0, 2, 1)).Verdict);

    [Fact]
    public void Judge_OnsetsThatDifferByWhatWasPredicted_AreTheSame() => Assert.Equal(
        Verdicts.NoEffect, VerdictRule.Judge(new VerdictFacts(3, 4, ChanceSeconds: 1), new VerdictFacts(2, 4)).Verdict);

    [Fact]
    public void Judge_TwiceThePortsOfOne_IsADelayAllTheSame() => Assert.Equal(
        (Verdicts.Delayed, 2.0), VerdictRule.Judge(new VerdictFacts(0.4, 2, 0, 2), new VerdictFacts(0.2, 1, 0, 2)));

    [Fact]
    public void Judge_BesideItself_HasNoEffectHoweverSmall() =>
        Assert.Equal((Verdicts.NoEffect, 1.0), VerdictRule.Judge(new VerdictFacts(0, 1, 0, 2), new VerdictFacts(0, 1, 0, 2)));

    [Fact]
    public void The_report_says_what_is_too_near_to_tell()
    {
        var baseline = CaseBuilder.Exhausted() with
        {
            Capacity = 1,
            Tuples = 1,
            Rate = 10,
            Onset = 0.1,
            Duration = 5,
            PredictedOnset = 0.1,
            Conditions = new() { Backends = new() { Count = 1 } },
        };
        var other = baseline with { Id = "other@10", IsBaseline = false };

        Assert.Equal(
            "49 requests failed, from 0.10 s into the load: 1 and the baseline's 2 answered requests are too few to tell apart.",
            Finding.Of(Drawings.Conclude(baseline with { Period = 3 }, other with { Period = null }).Summary.Cases[1]));
        Assert.Equal(Verdicts.NoEffect, Drawings.Conclude(baseline, other).Summary.Cases[1].Verdict);
    }

    [Theory]
    [InlineData(3000, 3, 3000, 1000)]
    [InlineData(200, 3, 400, 400 / 3.0)]
    [InlineData(50, 3, 300, 100)]
    public void Bursts_are_known_by_the_rate_that_they_come_to(int burst, double seconds, long requests, double offered)
    {
        var law = new ArrivalLaw { Kind = ArrivalKind.Bursts, RatePerSecond = 100, DurationSeconds = seconds, BurstSize = burst };

        Assert.Equal((requests, offered), (law.Count(), law.OfferedPerSecond));
    }
}
