using System.Text;

namespace Repro.Charts;

/// <summary>Markdown as GitHub and GitLab read it. Text is escaped unless it is said to be raw.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder text = new();

    /// <summary>Text that means nothing but itself.</summary>
    public static string Text(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\\' or '`' or '*' or '[' or ']' or '|' => $"\\{letter}",
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '\n' or '\r' => " ",
        _ => letter.ToString(),
    }));

    public void Raw(string markdown) => text.Append(markdown).Append('\n');

    public void Heading(int level, string heading) => Raw($"{new string('#', level)} {Text(heading)}\n");

    public void Paragraph(string paragraph)
    {
        if (paragraph.Length > 0)
        {
            Raw(Text(paragraph) + "\n");
        }
    }

    public void List(IEnumerable<string> items)
    {
        var all = items.ToList();
        if (all.Count > 0)
        {
            Raw(string.Concat(all.Select(item => $"- {item}\n")));
        }
    }

    public void Table(ReportTable table)
    {
        Raw($"| {string.Join(" | ", table.Columns.Select(column => Text(column.Name)))} |");
        Raw($"| {string.Join(" | ", table.Columns.Select(column => column.IsNumber ? "---:" : "---"))} |");
        foreach (var row in table.Rows)
        {
            Raw($"| {string.Join(" | ", row.Select(Text))} |");
        }

        Raw("");
    }

    public override string ToString() => text.ToString();
}
