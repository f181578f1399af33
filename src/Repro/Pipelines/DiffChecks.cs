using Repro.Analysis;
using Repro.Charts;

namespace Repro.Pipelines;

/// <summary>What changed between two runs, as checks.</summary>
internal static class DiffChecks
{
    /// <summary>A check for each figure that was compared, and one for each case that is gone or says nothing.</summary>
    public static CheckList Of(RunDiff diff) => new(
        $"{diff.Old} → {diff.New}",
        diff.Summaries[^1].Started,
        DiffText.Headline(diff),
        [
            .. diff.Figures.Select(figure => Of(figure, diff)),
            .. diff.Gone.Select(id => new Check(id, "case", CheckOutcome.Failed, $"is not in {diff.New} any more")),
            .. diff.Invalid.Select(id => new Check(id, "case", CheckOutcome.Error, "is invalid in one of the runs")),
        ]);

    // Where the scenario expects something of the figure, or of its case at least.
    private static Check Of(DiffedFigure figure, RunDiff diff)
    {
        var expected = diff.Summaries[^1].Cases.Where(row => row.Id == figure.Case).SelectMany(row => row.Expectations).ToList();
        var place = expected.Find(expectation => expectation.Figure == figure.Figure) ?? expected.FirstOrDefault();
        var failed = figure.Outcome == DiffOutcome.Beyond;
        return new Check(
            figure.Case, figure.Figure, failed ? CheckOutcome.Failed : CheckOutcome.Passed, failed ? DiffText.Of(figure) : null)
        {
            File = place?.File,
            Line = place?.Line,
            Column = place?.Column,
        };
    }
}
