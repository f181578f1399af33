using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>The report as one page that needs no network.</summary>
internal static class HtmlReport
{
    // Of more cases the details are closed, so that the page can be looked over.
    private const int MostOpen = 4;

    public static string Render(RunConclusions conclusions, IReadOnlyList<Figure> figures)
    {
        var run = conclusions.Summary;
        var legend = new Legend(run);
        var page = new Html(run.Scenario);
        page.Raw($"<h1>{Html.Text(run.Scenario)}</h1>\n<p class=\"question\">{Html.Text(run.Question)}</p>\n"
            + $"<p class=\"finding\">{Html.Text(RunFinding.Headline(run))}</p>");
        foreach (var outcome in OutcomeText.Of(run))
        {
            page.Raw($"<p class=\"outcome\">{Html.Text(outcome)}</p>\n");
        }

        if (ReportText.Findings(run).Any())
        {
            page.Raw("<div class=\"card\">").List(ReportText.Findings(run)).Raw("</div>");
        }

        Chips(page, run, legend);
        page.Heading("Figures");
        foreach (var figure in figures.Where(figure => figure.CaseId is null))
        {
            page.Figure(figure);
        }

        page.Heading("Cases").Table(
            CaseTable.Text(run),
            row => row < run.Cases.Count
                ? Toggle(run.Cases[row].Label, [run.Cases[row].Id], legend)
                : Html.Text(run.Unreadable[row - run.Cases.Count].Id),
            row => row < run.Cases.Count ? $" data-case=\"{Html.Text(run.Cases[row].Id)}\"" : "");
        if (ExpectationTable.Tells(run))
        {
            page.Heading("What was expected").Table(ExpectationTable.Text(run));
        }

        if (run.Thresholds.Count > 0)
        {
            page.Heading("Thresholds").Table(ThresholdTable.Text(run));
            page.List(ReportText.NotMeasured(run));
        }

        Mitigations(page, run);
        Invalid(page, run, legend);
        CaseByCase(page, run, figures, legend);
        page.Heading("To run it again").Raw("<div class=\"card\">").Raw($"<pre><code>{Html.Text(ReportText.Command(run))}</code></pre>")
            .Definitions(ReportText.Conditions(run)).Raw("</div>");
        page.Raw("<details><summary>The scenario as it was "
            + $"understood</summary>\n<pre><code>{Html.Text(ScenarioFile.ToYaml(conclusions.Scenario))}</code></pre></details>");
        return page.Finish(figures, run.Cases.Select(row => (row.Label, row.Id)));
    }

    // A click hides or shows all cases of a label, everywhere on the page.
    private static void Chips(Html page, RunSummary run, Legend legend)
    {
        if (run.Cases.Count < 2)
        {
            return;
        }

        page.Raw("<div class=\"chips\" role=\"group\" aria-label=\"Cases to show\">");
        foreach (var label in run.Cases.GroupBy(row => row.Label))
        {
            page.Raw(Toggle(label.Key, label.Select(row => row.Id), legend));
        }

        page.Raw(
            "<button id=\"show-all\" type=\"button\">show all</button><button id=\"hide-all\" type=\"button\">hide all</button>\n</div>");
    }

    private static string Toggle(string label, IEnumerable<string> cases, Legend legend)
    {
        var colour = legend.Colour(label);
        return $"<button type=\"button\" aria-pressed=\"true\" data-cases=\"{Html.Text(HoverJson.Cases(cases))}\">"
            + $"<span class=\"swatch\" data-colour=\"{colour}\" "
            + $"style=\"background:{colour}\"></span><span>{Html.Text(label)}</span></button>";
    }

    private static void Mitigations(Html page, RunSummary run)
    {
        var all = ReportText.Mitigations(run).Where(item => item.Notes.Count > 0).ToList();
        if (all.Count > 0)
        {
            page.Heading("What to know before using them");
        }

        foreach (var (label, notes) in all)
        {
            page.Raw($"<div class=\"card\"><h3>{Html.Text(label)}</h3>").Definitions(notes).Raw("</div>");
        }
    }

    private static void Invalid(Html page, RunSummary run, Legend legend)
    {
        if (ReportText.Invalid(run, legend).Any())
        {
            page.Heading("Invalid cases").Raw("<div class=\"card\">").Definitions(ReportText.Invalid(run, legend)).Raw("</div>");
        }
    }

    private static void CaseByCase(Html page, RunSummary run, IReadOnlyList<Figure> figures, Legend legend)
    {
        if (run.Cases.Count > 0)
        {
            page.Heading("Case by case");
        }

        foreach (var row in run.Cases)
        {
            page.Raw(
                $"<details data-case=\"{Html.Text(row.Id)}\"{(run.Cases.Count <= MostOpen ? " open" : "")}>"
                + $"<summary><strong>{Html.Text(legend.Name(row))}</strong> {Html.Text(Finding.Of(row))}</summary>");
            foreach (var figure in figures.Where(figure => figure.CaseId == row.Id))
            {
                page.Figure(figure);
            }

            page.Raw("</details>");
        }
    }
}
