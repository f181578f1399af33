using Repro.Analysis;

namespace Repro.Charts;

/// <summary>
/// Several runs side by side, as a page and as Markdown. What differs in their conditions comes first, since it may explain everything.
/// </summary>
internal static class ComparisonReport
{
    public static string Html(RunComparison comparison, IReadOnlyList<Figure> figures)
    {
        var page = new Html("Comparison");
        page.Raw($"<h1>{Charts.Html.Text(Title(comparison))}</h1>\n"
            + $"<p class=\"finding\">{Charts.Html.Text(ComparisonText.Headline(comparison))}.</p>");
        page.Heading("What differs in their conditions");
        if (comparison.Differences.Count == 0)
        {
            page.Raw($"<div class=\"card\">{ComparisonText.NoDifference}</div>");
        }
        else
        {
            page.Table(ComparisonTables.Differences(comparison));
        }

        page.Heading("Figures");
        foreach (var figure in figures)
        {
            page.Figure(figure);
        }

        page.Heading("Cases").Table(ComparisonTables.Cases(comparison));
        if (comparison.Thresholds.Count > 0)
        {
            page.Heading("Thresholds").Table(ComparisonTables.Thresholds(comparison));
        }

        page.Heading("The runs");
        foreach (var run in comparison.Runs)
        {
            page.Raw($"<div class=\"card\"><h3>{Charts.Html.Text($"{run.Name}: {run.Directory}")}</h3>")
                .Definitions(
                    [.. ReportText.Conditions(run.Summary), ("To run it again", ReportText.Command(run.Summary)), .. Unreadable(run)])
                .Raw("</div>");
        }

        return page.Finish(figures, comparison.Cases.Select(row => (row.Label, row.Id)));
    }

    public static string Markdown(RunComparison comparison, IReadOnlyList<Figure> figures, string charts)
    {
        var text = new Markdown();
        text.Heading(1, Title(comparison));
        text.Raw($"**{Charts.Markdown.Text(ComparisonText.Headline(comparison))}.**\n");
        text.Heading(2, "What differs in their conditions");
        if (comparison.Differences.Count == 0)
        {
            text.Paragraph(ComparisonText.NoDifference);
        }
        else
        {
            text.Table(ComparisonTables.Differences(comparison));
        }

        foreach (var figure in figures)
        {
            text.Raw($"![{Charts.Markdown.Text(figure.Title)}]({charts}/{figure.Name}.svg)\n");
        }

        text.Heading(2, "Cases");
        text.Table(ComparisonTables.Cases(comparison));
        if (comparison.Thresholds.Count > 0)
        {
            text.Heading(2, "Thresholds");
            text.Table(ComparisonTables.Thresholds(comparison));
        }

        text.Heading(2, "The runs");
        text.List(comparison.Runs.Select(run =>
            $"**{Charts.Markdown.Text(run.Name)}**: {Charts.Markdown.Text(run.Directory)}, "
            + $"{Charts.Markdown.Text(Format.Conditions(run.Summary))}, {Charts.Markdown.Code(ReportText.Command(run.Summary))}"
            + string.Concat(
                Unreadable(run).Select(item => $"\n  - {Charts.Markdown.Text(item.Term)}: {Charts.Markdown.Text(item.Text)}"))));
        return text.ToString();
    }

    private static IEnumerable<(string Term, string Text)> Unreadable(ComparedRun run) =>
        run.Summary.Unreadable.Select(item => (item.Id, $"is invalid: {item.Reason}"));

    private static string Title(RunComparison comparison) => string.Join(" – ", comparison.Runs.Select(run => run.Name));
}
