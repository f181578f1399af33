using System.Net;
using System.Text;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The report as one page that needs no network: findings, table, figures, evidence, conditions.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1f24; --muted: #57606a; --paper: #f6f8fa; --card: #ffffff; --line: #d5dbe1; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6edf3; --muted: #9aa4af; --paper: #0d1117; --card: #161b22; --line: #30363d; }
        }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, 'DejaVu Sans', sans-serif; }
        main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 64px; }
        h1 { margin: 0; font-size: 28px; }
        h2 { margin: 40px 0 12px; font-size: 20px; }
        p.question { margin: 4px 0 24px; color: var(--muted); font-size: 17px; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; overflow-x: auto; }
        ul.findings { margin: 0; padding-left: 20px; }
        table { border-collapse: collapse; width: 100%; font-size: 13px; }
        th { color: var(--muted); font-weight: 600; text-align: left; }
        th, td { padding: 6px 6px; border-bottom: 1px solid var(--line); vertical-align: bottom; }
        td + td { white-space: nowrap; }
        tr:last-child td { border-bottom: 0; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        .verdict { border-radius: 10px; padding: 1px 9px; color: #ffffff; background: #57606a; }
        .averted, .carried { background: #00785a; }
        .delayed { background: #8a5a00; }
        .eased, .no-effect { background: #57606a; }
        .predicted-only { background: #4a5a8a; }
        .exhausted, .worse { background: #b34a00; }
        .invalid { background: #8a3b76; }
        figure { margin: 0 0 20px; background: #ffffff; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
        figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
        dt { color: var(--muted); }
        dd { margin: 0; }
        code { font-size: 13px; }
        @media print { body { background: #ffffff; } main { padding: 0; max-width: none; } figure, .card { break-inside: avoid; } }
        """;

    public static string Render(RunSummary summary, IReadOnlyList<Figure> figures)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append($"<title>{Text(summary.Scenario)} – Repro</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<main>\n");
        page.Append($"<h1>{Text(summary.Scenario)}</h1>\n<p class=\"question\">{Text(summary.Question)}</p>\n");
        Findings(page, summary);
        Table(page, summary);
        Thresholds(page, summary);
        page.Append("<h2>Figures</h2>\n");
        foreach (var figure in figures)
        {
            page.Append($"<figure>\n{Encoding.UTF8.GetString(figure.Drawing.ToBytes())}</figure>\n");
        }

        Safety(page, summary);
        Evidence(page, summary);
        Conditions(page, summary);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Findings(StringBuilder page, RunSummary summary)
    {
        page.Append("<div class=\"card\">\n<ul class=\"findings\">\n");
        foreach (var row in summary.Cases)
        {
            page.Append($"<li><strong>{Text(row.Label)}</strong> at {Wording.Rate(row.OfferedPerSecond)}: {Text(Finding.Of(row))}</li>\n");
        }

        foreach (var id in summary.NotBegun)
        {
            page.Append($"<li><strong>{Text(id)}</strong> was not run: the run was cut off before.</li>\n");
        }

        page.Append("</ul>\n</div>\n");
    }

    private static void Table(StringBuilder page, RunSummary summary)
    {
        page.Append("<h2>Cases</h2>\n<div class=\"card\">\n<table>\n<thead><tr><th>Mitigation</th><th>Verdict</th>");
        foreach (var name in new[]
        {
            "Offered", "Ports", "First failure", "Predicted", "Connections before it", "Answered", "Failed", "Peak TIME_WAIT", "connect() p50",
        })
        {
            page.Append($"<th class=\"number\">{name}</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in summary.Cases)
        {
            page.Append($"<tr><td>{Text(row.Label)}</td>");
            page.Append($"<td><span class=\"verdict {row.Verdict.Replace(' ', '-')}\">{Text(Wording.Verdict(row))}</span></td>");
            foreach (var cell in Cells(row))
            {
                page.Append($"<td class=\"number\">{Text(cell)}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
    }

    private static IEnumerable<string> Cells(CaseSummary row) =>
    [
        Wording.Rate(row.OfferedPerSecond),
        Wording.Count(row.CapacityPorts),
        Wording.Moment(row, row.FirstFailureSeconds),
        row.Predicted.OnsetSeconds is { } onset ? Wording.Seconds(onset) : "never",
        row.Measured?.ConnectionsBeforeFirstFailure is { } connections ? Wording.Count(connections) : "–",
        row.Measured is { } measured ? Wording.Count(measured.Ok) : "–",
        row.Measured is { } failing ? Wording.Count(failing.Failed) : "–",
        row.Measured is { } waiting ? Wording.Count(waiting.PeakTimeWait) : "–",
        row.Measured?.ConnectLatencyMicroseconds is { } latency ? $"{Wording.Count(latency.P50)} µs" : "–",
    ];

    private static void Thresholds(StringBuilder page, RunSummary summary)
    {
        if (summary.Thresholds.Count > 0)
        {
            page.Append("<h2>Thresholds</h2>\n<div class=\"card\">\n<table>\n<thead><tr><th>Mitigation</th><th>Limited by</th>");
            foreach (var name in new[] { "Port held for", "Predicted", "Per tuple", "Highest carried", "Lowest that failed", "Goodput after" })
            {
                page.Append($"<th class=\"number\">{name}</th>");
            }

            page.Append("</tr></thead>\n<tbody>\n");
            foreach (var row in summary.Thresholds)
            {
                page.Append($"<tr><td>{Text(row.Label)}</td><td>{Text(row.Hop)}</td>");
                foreach (var cell in new[]
                {
                    Wording.Seconds(row.HoldSeconds),
                    Wording.Rate(row.PredictedPerSecond, "none"),
                    Wording.Rate(row.PredictedPerSecond / row.Tuples, "none"),
                    Wording.Rate(row.CarriedPerSecond, "–"),
                    Wording.Rate(row.FailedPerSecond, "–"),
                    Wording.Rate(row.GoodputPerSecond, "–"),
                })
                {
                    page.Append($"<td class=\"number\">{Text(cell)}</td>");
                }

                page.Append("</tr>\n");
            }

            page.Append("</tbody>\n</table>\n</div>\n");
        }

        if (summary.Article is { } article)
        {
            page.Append($"<h2>The article's number</h2>\n<div class=\"card\">{Text(ArticleText.Of(article))}</div>\n");
        }
    }

    private static void Safety(StringBuilder page, RunSummary summary) => Definitions(
        page,
        "What to know before using them",
        summary.Cases.Where(row => !row.IsBaseline && row.Risk is not null).DistinctBy(row => row.Mitigation).Select(row => (row.Mitigation, row.Risk!)));

    private static void Evidence(StringBuilder page, RunSummary summary) => Definitions(
        page,
        "What shows that the mitigations acted",
        summary.Cases.Where(row => row.Evidence.Count > 0)
            .Select(row => ($"{row.Label} at {Wording.Rate(row.OfferedPerSecond)}", string.Join("; ", row.Evidence))));

    private static void Conditions(StringBuilder page, RunSummary summary) => Definitions(
        page,
        "Conditions",
        [
            ("Run", summary.Started),
            ("Lab", summary.Lab),
            ("Kernel", $"{summary.Kernel}, HZ={summary.Hertz}"),
            ("TIME_WAIT", summary.TimeWaitSeconds is { } seconds
                ? $"set to {Wording.Seconds(seconds)}, as measured before the cases; the timer wheel rounds it up"
                : "not measured; predictions stand on 60 s"),
            ("Repro", summary.Version),
            .. summary.Proxies.Select(proxy => (proxy.Key, proxy.Value)),
            ("To run it again", $"repro {string.Join(' ', summary.Arguments)} (the scenario as it was understood is in run.json)"),
        ]);

    private static void Definitions(StringBuilder page, string title, IEnumerable<(string Term, string Text)> items)
    {
        var all = items.ToList();
        if (all.Count == 0)
        {
            return;
        }

        page.Append($"<h2>{Text(title)}</h2>\n<div class=\"card\">\n<dl>\n");
        foreach (var (term, text) in all)
        {
            page.Append($"<dt>{Text(term)}</dt><dd>{Text(text)}</dd>\n");
        }

        page.Append("</dl>\n</div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
