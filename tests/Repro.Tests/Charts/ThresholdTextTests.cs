using Repro.Charts;

namespace Repro.Tests.Charts;

/// <summary>How many times as much a mitigation carries, where the lab's clients or its proxy limit that.</summary>
public sealed class ThresholdTextTests
{
    [Fact]
    public void What_the_labs_clients_limit_is_a_factor_at_least_and_all_of_the_same_are_named()
    {
        var conclusions = Drawings.Conclude(Drawings.Baseline, Drawings.Averted, Drawings.Averted with { Id = "also@500" });

        Assert.Equal(
            "tw-reuse and also are predicted to carry at least 14 times the rate of the default (this lab's clients run out then)",
            RunFinding.Threshold(conclusions.Summary));
        Assert.Equal([false, true, true], conclusions.Summary.Thresholds.Select(row => row.IsLimitedByClients));
        Assert.Equal(
            ["–", "at least ×14 predicted", "at least ×14 predicted"],
            ThresholdTable.Text(conclusions.Summary).Rows.Select(row => row[^1]));
        var figure = string.Join("\n", ChartBook.Draw(conclusions).Named("thresholds").Texts());
        Assert.Contains("at least ×14", figure, StringComparison.Ordinal);
        Assert.Contains("this lab's clients run out then", figure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_proxy_limits_is_a_factor() => Assert.Equal(
        "wider-range is predicted to carry 2.0 times the rate of the default",
        RunFinding.Threshold(Drawings.Conclude(Drawings.Baseline, Drawings.Delayed).Summary));

    [Fact]
    public void More_mitigations_of_the_same_factor_than_a_sentence_holds_are_counted() => Assert.StartsWith(
        "4 mitigations are predicted to carry at least 14 times",
        RunFinding.Threshold(Drawings.Conclude(
            [Drawings.Baseline, .. Enumerable.Range(1, 4).Select(number => Drawings.Averted with { Id = $"never-{number}@500" })]).Summary),
        StringComparison.Ordinal);

    [Fact]
    public void That_none_carries_more_is_said_of_one_hop_alone()
    {
        var same = Drawings.Conclude(Drawings.Baseline, Drawings.Baseline with { Id = "fin-timeout@500", IsBaseline = false }).Summary;

        Assert.Equal("No mitigation is predicted to carry more than the default", RunFinding.Threshold(same));
        Assert.Equal(
            "No mitigation is predicted to carry more than the default in this lab, where clients→proxy and proxy→backends limit them",
            RunFinding.Threshold(same with { Thresholds = [same.Thresholds[0], same.Thresholds[1] with { Hop = "clients→proxy" }] }));
    }
}
