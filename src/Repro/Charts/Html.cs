using System.Net;
using System.Text;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>A page that needs no network: its frame, and what every page is made of. All text is encoded.</summary>
internal sealed class Html
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    private readonly StringBuilder page = new();

    /// <summary>Begins a page.</summary>
    public Html(string title) => page.Append($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <title>{Text(title)} – Repro</title>
        <style>
        {Asset.Read("report.css")}{Dark()}</style>
        </head>
        <body>
        <main>

        """);

    /// <summary>Text as it may stand in a page.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(PlainText.Of(text));

    /// <summary>Appends markup as it is.</summary>
    public Html Raw(string markup)
    {
        page.Append(markup).Append('\n');
        return this;
    }

    /// <summary>A heading.</summary>
    public Html Heading(string text) => Raw($"<h2>{Text(text)}</h2>");

    /// <summary>A list; none where it is empty.</summary>
    public Html List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count == 0 ? this : Raw($"<ul>{string.Concat(all.Select(item => $"<li>{Text(item)}</li>"))}</ul>");
    }

    /// <summary>Terms and what they mean; none where there are none.</summary>
    public Html Definitions(IEnumerable<(string Term, string Text)> items)
    {
        var all = items.ToList();
        return all.Count == 0
            ? this
            : Raw($"<dl>{string.Concat(all.Select(item => $"<dt>{Text(item.Term)}</dt><dd>{Text(item.Text)}</dd>"))}</dl>");
    }

    /// <summary>A table of columns of text and of numbers.</summary>
    /// <param name="table">What it says.</param>
    /// <param name="first">Markup of each row's first cell, in place of its text.</param>
    /// <param name="attributes">Attributes of each row.</param>
    public Html Table(TextTable table, Func<int, string>? first = null, Func<int, string>? attributes = null)
    {
        Raw("<div class=\"card\">\n<table>\n<thead><tr>");
        Raw(string.Concat(table.Columns.Select(column => $"<th scope=\"col\"{Class(column)}>{Text(OneLine(column.Heading))}</th>")));
        Raw("</tr></thead>\n<tbody>");
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var cells = table.Rows[row].Select((cell, index) => index == 0 && first is not null
                ? $"<td>{first(row)}</td>"
                : $"<td{Class(table.Columns[index])}>{Cell(table.Columns[index], cell)}</td>");
            Raw($"<tr{attributes?.Invoke(row)}>{string.Concat(cells)}</tr>");
        }

        return Raw("</tbody>\n</table>\n</div>");
    }

    /// <summary>
    /// A drawing, with its own title and description. In a window that is too narrow for it the title stands above, where nothing cuts it
    /// off.
    /// </summary>
    public Html Figure(Figure figure) =>
        Raw($"<figure id=\"{Text(figure.Name)}\" style=\"--width:{figure.Drawing.Width}\">\n"
            + $"<figcaption aria-hidden=\"true\">{Text(figure.Title)}</figcaption>\n"
            + $"{Encoding.UTF8.GetString(figure.Drawing.Svg)}</figure>");

    /// <summary>Ends the page with its script and what that is told.</summary>
    public string Finish(IReadOnlyList<Figure> figures, IEnumerable<(string Label, string Case)> cases) => page.Append($"""
        </main>
        <script type="application/json" id="labels">{HoverJson.Labels(cases)}</script>
        <script type="application/json" id="plots">{HoverJson.Plots(figures)}</script>
        <script>
        {Asset.Read("report.js")}</script>
        </body>
        </html>

        """).ToString();

    private static string Class(TextColumn column) => column.Kind == ColumnKind.Number ? " class=\"number\"" : "";

    private static string Cell(TextColumn column, string cell) =>
        column.Kind == ColumnKind.Verdict && cell != TextTable.None ? Verdict(cell.Split('\n', 2)) : Text(OneLine(cell));

    private static string Verdict(string[] lines) =>
        $"<span class=\"verdict {Text(lines[0].Split(" ×")[0].Replace(' ', '-'))}\">{Text(lines[0])}</span>"
        + string.Concat(lines[1..].Select(line => $" {Text(line)}"));

    // A page breaks lines itself.
    private static string OneLine(string text) => text.Replace('\n', ' ');

    // A drawing has the colours of the light; the page knows their partners.
    private static string Dark() =>
        "@media screen and (prefers-color-scheme: dark) {\n"
        + string.Concat(Palette.Pairs.Select(pair =>
            $"  figure [fill=\"{pair.Light}\"] {{ fill: {pair.Dark}; }}\n  figure [stroke=\"{pair.Light}\"] {{ stroke: {pair.Dark}; }}\n"
            + $"  .swatch[data-colour=\"{pair.Light}\"] {{ background: {pair.Dark} !important; }}\n"))
        + "}\n";
}
