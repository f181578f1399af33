using FsCheck.Fluent;
using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

public sealed class VerdictRuleTests
{
    [Theory]
    [InlineData(null, null, false, Verdicts.Carried, null)]
    [InlineData(4.0, null, false, Verdicts.Exhausted, null)]
    [InlineData(4.0, 2.0, false, Verdicts.Exhausted, null)]
    [InlineData(null, null, true, Verdicts.Carried, null)]
    [InlineData(null, 4.0, true, Verdicts.Averted, null)]
    [InlineData(4.0, null, true, Verdicts.Worse, null)]
    [InlineData(8.0, 4.0, true, Verdicts.Delayed, 2.0)]
    [InlineData(4.2, 4.0, true, Verdicts.Delayed, 1.05)]
    [InlineData(4.1, 4.0, true, Verdicts.NoEffect, 1.025)]
    [InlineData(3.9, 4.0, true, Verdicts.NoEffect, 0.975)]
    [InlineData(3.8, 4.0, true, Verdicts.Worse, 0.95)]
    [InlineData(2.0, 4.0, true, Verdicts.Worse, 0.5)]
    public void Judge_Onsets_VerdictAndDelay(double? onset, double? baseline, bool hasBaseline, string verdict, double? delay)
    {
        var judged = VerdictRule.Judge(onset, baseline, hasBaseline);

        Assert.Equal(verdict, judged.Verdict);
        Assert.Equal(delay, judged.DelayFactor is { } factor ? Math.Round(factor, 9) : null);
    }

    [Fact]
    public void Every_verdict_can_be_expected()
    {
        var onset = Gen.OneOf(Gen.Constant((double?)null), Gen.Choose(1, 100).Select(tenths => (double?)(tenths / 10.0)));
        (from own in onset from other in onset from has in Gen.Elements(false, true) select (own, other, has)).ForAll(sample =>
            Assert.Contains(VerdictRule.Judge(sample.own, sample.other, sample.has).Verdict, Verdicts.Expectable));
    }
}
