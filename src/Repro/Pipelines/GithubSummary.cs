using System.Globalization;
using Repro.Charts;

namespace Repro.Pipelines;

/// <summary>Checks as Markdown for the summary of a job.</summary>
internal static class GithubSummary
{
    // GitHub takes a MiB of a step.
    private const int MostRows = 200;

    private static readonly Column<Check>[] Columns =
    [
        new("Case", check => check.Group) { Kind = ColumnKind.Name },
        new("Expected", check => check.Name) { Kind = ColumnKind.Name },
        new("Outcome", check => Word(check.Outcome)) { Kind = ColumnKind.Name },
        new("Found", check => check.Message) { Kind = ColumnKind.Name },
        new("Where", check => check.Place) { Kind = ColumnKind.Name },
    ];

    /// <summary>A heading, what came of it, and a row for each check; those that have not passed come first.</summary>
    public static string Of(CheckList list)
    {
        var text = new Markdown();
        text.Heading(2, list.Name);
        text.Raw($"**{Markdown.Text(list.Headline)}**\n");
        if (list.Checks.Count == 0)
        {
            text.Paragraph("Nothing was expected.");
            return text.ToString();
        }

        text.Paragraph(string.Join(", ", list.Checks.GroupBy(check => check.Outcome).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Word(group.Key)}"))) + ".");
        var rows = list.Checks.OrderBy(check => check.Outcome switch
        {
            CheckOutcome.Failed => 0, CheckOutcome.Error => 1, CheckOutcome.Skipped => 2, _ => 3,
        }).ToList();
        text.Table(TextTable.Of(Columns, rows.Take(MostRows)));
        if (rows.Count > MostRows)
        {
            text.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{rows.Count - MostRows} more are in the run's report."));
        }

        return text.ToString();
    }

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "met",
        CheckOutcome.Failed => "not met",
        CheckOutcome.Error => "not judged",
        _ => "skipped",
    };
}
