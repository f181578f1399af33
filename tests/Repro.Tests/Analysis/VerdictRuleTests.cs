using FsCheck.Fluent;
using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

public sealed class VerdictRuleTests
{
    [Theory]
    [InlineData(null, Verdicts.Carried)]
    [InlineData(4.0, Verdicts.Exhausted)]
    public void Judge_NoBaseline_OwnFate(double? onset, string verdict) =>
        Assert.Equal((verdict, null), VerdictRule.Judge(new VerdictFacts(onset, 2000), null));

    [Theory]
    [InlineData(null, null, Verdicts.Carried, null)]
    [InlineData(null, 4.0, Verdicts.Averted, null)]
    [InlineData(4.0, null, Verdicts.Worse, null)]
    [InlineData(8.0, 4.0, Verdicts.Delayed, 2.0)]
    [InlineData(4.2, 4.0, Verdicts.Delayed, 1.05)]
    [InlineData(4.1, 4.0, Verdicts.NoEffect, 1.025)]
    [InlineData(3.9, 4.0, Verdicts.NoEffect, 0.975)]
    [InlineData(3.8, 4.0, Verdicts.Worse, 0.95)]
    [InlineData(2.0, 4.0, Verdicts.Worse, 0.5)]
    public void Judge_Onsets_VerdictAndDelay(double? onset, double? baseline, string verdict, double? delay)
    {
        var judged = VerdictRule.Judge(new VerdictFacts(onset, 2000), new VerdictFacts(baseline, 2000));

        Assert.Equal(verdict, judged.Verdict);
        Assert.Equal(delay, judged.Factor is { } factor ? Math.Round(factor, 9) : null);
    }

    [Theory]
    [InlineData(4.0, 2500, Verdicts.Eased, 1.25)]
    [InlineData(4.1, 9000, Verdicts.Eased, 4.5)]
    [InlineData(4.0, 2490, Verdicts.NoEffect, 1.0)]
    [InlineData(4.0, 1510, Verdicts.NoEffect, 1.0)]
    [InlineData(4.0, 1500, Verdicts.Worse, 0.75)]
    [InlineData(3.9, 0, Verdicts.Worse, 0.0)]
    [InlineData(8.0, 100, Verdicts.Delayed, 2.0)]
    [InlineData(2.0, 9000, Verdicts.Worse, 0.5)]
    public void Judge_SameOnset_Answers(double onset, long answered, string verdict, double factor)
    {
        var judged = VerdictRule.Judge(new VerdictFacts(onset, answered), new VerdictFacts(4, 2000));

        Assert.Equal((verdict, factor), (judged.Verdict, Math.Round(judged.Factor!.Value, 9)));
    }

    [Fact]
    public void Judge_BaselineWithoutAnswers_NoDivisionByZero() =>
        Assert.Equal((Verdicts.Eased, 5.0), VerdictRule.Judge(new VerdictFacts(4, 5), new VerdictFacts(4, 0)));

    [Fact]
    public void Every_verdict_can_be_expected_and_one_beside_a_baseline_needs_one()
    {
        var onset = Gen.OneOf(Gen.Constant((double?)null), Gen.Choose(1, 100).Select(tenths => (double?)(tenths / 10.0)));
        var outlook = from moment in onset from ok in Gen.Choose(0, 5000) select new VerdictFacts(moment, ok);
        (from own in outlook from other in outlook from has in Gen.Elements(false, true) select (own, other, has)).ForAll(sample =>
        {
            var (verdict, factor) = VerdictRule.Judge(sample.own, sample.has ? sample.other : null);

            Assert.Contains(verdict, Verdicts.Expectable);
            Assert.True(sample.has || (!Verdicts.IsComparison(verdict) && factor is null));
        });
    }

    [Fact]
    public void A_case_beside_itself_has_no_effect_or_is_carried()
    {
        (from tenths in Gen.Choose(1, 100) from ok in Gen.Choose(0, 5000) select new VerdictFacts(tenths / 10.0, ok)).ForAll(own =>
            Assert.Equal(Verdicts.NoEffect, VerdictRule.Judge(own, own).Verdict));
    }
}
