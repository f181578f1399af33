using FsCheck;
using FsCheck.Fluent;
using Repro.Planning;

namespace Repro.Tests.Planning;

public sealed class ThresholdSearchTests
{
    private const int MostProbes = 24;

    /// <summary>A prediction, and a truth within eight times of it.</summary>
    private static Gen<(double Predicted, double Truth)> Samples =>
        from predicted in Gen.Choose(1, 1_000_000)
        from octaves in Gen.Choose(-3000, 3000)
        select (predicted / 100.0, predicted / 100.0 * Math.Pow(2, octaves / 1000.0));

    [Fact]
    public void However_wrong_the_prediction_the_search_ends_with_the_truth_in_a_narrow_bracket() => Samples.ForAll(sample =>
    {
        var known = Search(sample.Predicted, rate => rate > sample.Truth);
        var (lower, upper) = ThresholdSearch.Bracket(known);

        Assert.InRange(known.Count, 1, MostProbes);
        Assert.NotNull(lower);
        Assert.NotNull(upper);
        Assert.InRange(sample.Truth, lower.Value, upper.Value);
        Assert.InRange(upper.Value / lower.Value, 1, 1 + ThresholdSearch.Tolerance);
    });

    [Fact]
    public void Every_probe_is_another_rate_within_what_is_not_known() => Samples.ForAll(sample =>
    {
        var known = new List<Probe>();
        while (ThresholdSearch.Next(known, sample.Predicted) is { Count: > 0 } round)
        {
            var (lower, upper) = ThresholdSearch.Bracket(known);
            Assert.Equal(round.Order(), round);
            Assert.Distinct(round);
            Assert.All(round, rate => Assert.True(rate > (lower ?? 0) && rate < (upper ?? double.PositiveInfinity)));
            known.AddRange(round.Select(rate => new Probe(rate, rate > sample.Truth)));
        }
    });

    [Fact]
    public void The_order_in_which_probes_are_known_does_not_matter() => Samples.ForAll(sample =>
    {
        var known = Search(sample.Predicted, rate => rate > sample.Truth);

        Assert.Equal(ThresholdSearch.Bracket(known), ThresholdSearch.Bracket(known.AsEnumerable().Reverse()));
        Assert.Equal(
            ThresholdSearch.Next([.. known.Take(4)], sample.Predicted),
            ThresholdSearch.Next([.. known.Take(4).Reverse()], sample.Predicted));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rate_without_any_threshold_is_given_up(bool ranOut) => Assert.InRange(Search(100, _ => ranOut).Count, 1, MostProbes + 2);

    [Fact]
    public void The_first_round_lies_around_the_prediction() =>
        Assert.Equal([80, 97, 103, 125], ThresholdSearch.Next([], 100).Select(rate => Math.Round(rate, 6)));

    [Fact]
    public void A_lab_that_says_nothing_ends_the_search_and_what_is_known_stands()
    {
        Probe[] known = [new(80, false), new(97, null), new(125, true)];

        Assert.Empty(ThresholdSearch.Next(known, 100));
        Assert.Equal((80.0, 125.0), ThresholdSearch.Bracket(known));
    }

    [Fact]
    public void A_rate_that_did_not_fail_above_one_that_did_is_chance()
    {
        Assert.Equal((80.0, 97.0), ThresholdSearch.Bracket([new(80, false), new(97, true), new(103, false), new(125, true)]));
        Assert.Equal((null, 80.0), ThresholdSearch.Bracket([new(80, true), new(80, false), new(97, false)]));
    }

    [Fact]
    public void Nothing_known_is_no_bracket() => Assert.Equal((null, null), ThresholdSearch.Bracket([]));

    private static List<Probe> Search(double predicted, Func<double, bool> ranOut)
    {
        var known = new List<Probe>();
        while (ThresholdSearch.Next(known, predicted) is { Count: > 0 } round)
        {
            known.AddRange(round.Select(rate => new Probe(rate, ranOut(rate))));
            Assert.True(known.Count < 100, "it does not end");
        }

        return known;
    }
}
