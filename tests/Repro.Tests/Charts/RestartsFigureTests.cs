using Repro.Analysis;
using Repro.Charts;

namespace Repro.Tests.Charts;

/// <summary>Two cases with services: one whose restarts found ports taken, and one whose did not.</summary>
public sealed class RestartsFigureTests
{
    private static readonly RestartSummary Kept = new(200, 0, 2380, 0, 0, 0, 0, 0, 0, true);
    private static readonly RestartSummary Taken = new(200, 200, 2380, 250, 0.105, 34, 0.12, 0.074, 0.19, true);

    [Fact]
    public void Each_case_has_its_share_beside_the_predicted_one()
    {
        var figure = Figure(Run(Kept, Taken))!;

        Assert.Contains("0 %", figure.Texts());
        Assert.Contains("11 %", figure.Texts());
        Assert.Contains("250 of 2,380; 7.4–19 % predicted", string.Join(' ', figure.Texts()), StringComparison.Ordinal);
        Assert.Equal(
            "With wider-range, 11 % of restarts find their port taken by a connection; without a mitigation none does", Title(figure));
    }

    [Fact]
    public void Where_none_was_taken_it_says_so() =>
        Assert.Equal("No service finds its port taken when it is restarted", Title(Figure(Run(Kept, Kept))!));

    [Fact]
    public void Without_services_there_is_no_such_figure() => Assert.Null(Figure(Run(null, null)));

    [Fact]
    public void The_finding_of_a_case_says_how_many_services_lost_their_port() => Assert.EndsWith(
        "250 of 2,380 restarts found their port taken, 11 % (7.4–19 % predicted): 34 of 200 services lost theirs.",
        Finding.Of(Run(Kept, Taken).Cases[1]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0001, "below 0.1 %")]
    [InlineData(0.004, "0.4 %")]
    [InlineData(0.105, "11 %")]
    [InlineData(1, "100 %")]
    public void Share_OfRestarts_HasTenthsWhereItIsSmall(double share, string text) => Assert.Equal(text, RestartText.Share(share));

    [Fact]
    public void The_table_has_what_restarts_met()
    {
        var table = CaseTable.Text(Run(Kept, Taken));

        Assert.Contains(table.Rows[1], cell => cell == "250");
        Assert.Contains(table.Rows[1], cell => cell == "7.4–19 %");
    }

    private static RunSummary Run(RestartSummary? baseline, RestartSummary? wider)
    {
        var summary = Drawings.Conclude(Drawings.Baseline, Drawings.Averted with { Id = "wider-range@500", Label = "wider-range" }).Summary;
        RestartSummary?[] restarts = [baseline, wider];
        return summary with
        {
            Cases = [.. summary.Cases.Zip(restarts, (row, met) => row with { Restarts = met })],
            Answer = summary.Answer with { Kind = AnswerKind.Restarts },
        };
    }

    private static Figure? Figure(RunSummary run) => RestartsFigure.Draw(run, new Legend(run));

    private static string Title(Figure figure) => figure.Parse().Element(Drawings.Svg + "title")!.Value;
}
