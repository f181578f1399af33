using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>The report as Markdown, for pull requests and wikis; its pictures lie beside it.</summary>
internal static class MarkdownReport
{
    private const int MostCases = 12;

    public static string Render(RunConclusions conclusions, IReadOnlyList<Figure> figures, string charts)
    {
        var run = conclusions.Summary;
        var legend = new Legend(run);
        var text = new Markdown();
        text.Heading(1, run.Scenario);
        text.Paragraph(run.Question);
        text.Raw($"**{Markdown.Text(RunFinding.Headline(run))}**\n");
        text.List(OutcomeText.Of(run).Select(Markdown.Text));
        text.List(ReportText.Findings(run).Select(Markdown.Text));
        foreach (var figure in figures.Where(figure => figure.CaseId is null))
        {
            text.Raw($"![{Markdown.Text(figure.Title)}]({charts}/{figure.Name}.svg)\n");
        }

        text.Heading(2, "Cases");
        text.Table(CaseTable.Text(run));
        if (ExpectationTable.Tells(run))
        {
            text.Heading(2, "What was expected");
            text.Table(ExpectationTable.Text(run));
        }

        if (run.Thresholds.Count > 0)
        {
            text.Heading(2, "Thresholds");
            text.Table(ThresholdTable.Text(run));
            text.List(ReportText.NotMeasured(run).Select(Markdown.Text));
        }

        var mitigations = ReportText.Mitigations(run).ToList();
        if (mitigations.Count > 0)
        {
            text.Heading(2, "What to know before using them");
            text.List(mitigations.Where(item => item.Notes.Count > 0).Select(item =>
                $"**{Markdown.Text(item.Label)}**"
                + string.Concat(item.Notes.Select(note => $"\n  - {note.Term}: {Markdown.Text(note.Text)}"))));
        }

        if (ReportText.Invalid(run, legend).Any())
        {
            text.Heading(2, "Invalid cases");
            text.List(ReportText.Invalid(run, legend).Select(item => $"**{Markdown.Text(item.Case)}**: {Markdown.Text(item.Why)}"));
        }

        if (run.Cases.Count <= MostCases)
        {
            text.Heading(2, "Case by case");
            text.List(run.Cases.Select(row => $"**{Markdown.Text(legend.Name(row))}**: {Markdown.Text(Finding.Of(row))}"));
        }

        text.Heading(2, "To run it again");
        text.Raw(Markdown.Block("sh", ReportText.Command(run)));
        text.List(ReportText.Conditions(run).Select(item => $"{Markdown.Text(item.Term)}: {Markdown.Text(item.Text)}"));
        text.Raw("<details><summary>The scenario as it was "
            + $"understood</summary>\n\n{Markdown.Block("yaml", ScenarioFile.ToYaml(conclusions.Scenario))}\n</details>\n");
        return text.ToString();
    }
}
