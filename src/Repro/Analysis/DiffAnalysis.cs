using Repro.Expectations;

namespace Repro.Analysis;

/// <summary>Conclusions of two runs to how far the later one went from the earlier: a pure function.</summary>
internal static class DiffAnalysis
{
    /// <summary>Holds a run against another.</summary>
    /// <param name="old">The earlier run: its directory and what was concluded from it.</param>
    /// <param name="later">The later one.</param>
    /// <param name="tolerancePercent">How far a figure may go, in percent of what it was.</param>
    /// <param name="figures">The figures to look at.</param>
    public static RunDiff Compare(
        (string Directory, RunConclusions Conclusions) old,
        (string Directory, RunConclusions Conclusions) later,
        double tolerancePercent,
        IReadOnlyList<ExpectableFigure> figures)
    {
        var (before, after) = (old.Conclusions.Summary, later.Conclusions.Summary);
        var pairs = (from was in before.Cases
                     from now in after.Cases
                     where was.Id == now.Id
                     select (was, now)).ToList();
        var compared = pairs.Where(pair => pair.was.Valid && pair.now.Valid).ToList();
        // What is of all rates of a label is told once.
        var first = compared.DistinctBy(pair => pair.was.Label).Select(pair => pair.was.Id).ToHashSet();
        var known = Ids(before).Intersect(Ids(after)).ToHashSet();
        return new RunDiff
        {
            Old = old.Directory,
            New = later.Directory,
            TolerancePercent = tolerancePercent,
            Figures =
            [
                .. from pair in compared
                   from figure in figures
                   where !figure.IsOfLabel || first.Contains(pair.was.Id)
                   let diffed = figure == ExpectableFigures.Verdict
                       ? Verdict(pair.was, pair.now)
                       : Number(figure, pair.was, before, pair.now, after, tolerancePercent)
                   where diffed is not null
                   select diffed,
            ],
            Gone = [.. Ids(before).Where(id => !known.Contains(id))],
            Added = [.. Ids(after).Where(id => !known.Contains(id))],
            Invalid = [.. known.Except(compared.Select(pair => pair.was.Id))],
            Differences = ComparisonAnalysis.Compare([old, later]).Differences,
            Summaries = [before, after],
        };
    }

    private static IEnumerable<string> Ids(RunSummary run) =>
        run.Cases.Select(row => row.Id).Concat(run.Unreadable.Select(item => item.Id)).Concat(run.NotBegun);

    private static DiffedFigure Verdict(CaseSummary was, CaseSummary now) => new(
        was.Id, ExpectableFigures.Verdict.Name, was.Verdict, now.Verdict, null,
        was.Verdict == now.Verdict ? DiffOutcome.Within : DiffOutcome.Beyond);

    private static DiffedFigure? Number(
        ExpectableFigure figure, CaseSummary was, RunSummary before, CaseSummary now, RunSummary after, double tolerancePercent)
    {
        if (Value(figure, was, before) is not { } old)
        {
            return null;
        }

        if (Value(figure, now, after) is not { } found)
        {
            return new DiffedFigure(was.Id, figure.Name, old.Text(figure.Unit), null, null, DiffOutcome.Beyond);
        }

        var (from, to) = Nearest(old, found);
        var change = from == to ? 0 : (to - from) / Math.Abs(from) * 100;
        var outcome = from == to || Math.Abs(change) <= tolerancePercent ? DiffOutcome.Within
            : figure.Better == (to > from ? Better.Higher : Better.Lower) ? DiffOutcome.Better
            : DiffOutcome.Beyond;
        return new DiffedFigure(
            was.Id, figure.Name, old.Text(figure.Unit), found.Text(figure.Unit),
            double.IsFinite(change) ? Math.Round(change, 3) : null, outcome);
    }

    private static FigureValue? Value(ExpectableFigure figure, CaseSummary row, RunSummary run) =>
        FigureReadings.Of(figure, row, run.Thresholds.FirstOrDefault(threshold => threshold.Label == row.Label));

    // Of two that lie between bounds, what is left between them.
    private static (double From, double To) Nearest(FigureValue old, FigureValue found) =>
        found.Least > old.Most ? (old.Most, found.Least)
        : found.Most < old.Least ? (old.Least, found.Most)
        : (0, 0);
}
