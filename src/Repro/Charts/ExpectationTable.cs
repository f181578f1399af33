using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The table of what a scenario expects and what came of it.</summary>
internal static class ExpectationTable
{
    private static readonly Column<Row>[] Columns =
    [
        new("Case", row => row.Case) { Kind = ColumnKind.Name },
        new("Figure", row => row.Expectation.Figure) { Kind = ColumnKind.Name },
        new("Expected", row => row.Expectation.Expected) { Kind = ColumnKind.Name },
        new("Found", row => row.Expectation.Found) { Kind = ColumnKind.Name },
        new("Outcome", row => row.Expectation.Outcome) { Kind = ColumnKind.Name },
        new("Where", row => row.Expectation.Place) { Kind = ColumnKind.Name },
    ];

    /// <summary>Whether there is more to tell than verdicts, which the table of cases has.</summary>
    public static bool Tells(RunSummary run) => run.Cases.Any(row => row.Expectations.Any(expectation => !expectation.IsVerdict));

    /// <summary>A row for each expectation, in the order of the cases.</summary>
    public static TextTable Text(RunSummary run)
    {
        var legend = new Legend(run);
        return TextTable.Of(
            Columns, run.Cases.SelectMany(row => row.Expectations.Select(expectation => new Row(legend.Name(row), expectation))));
    }

    private sealed record Row(string Case, JudgedExpectation Expectation);
}
