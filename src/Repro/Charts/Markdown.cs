using System.Text;

namespace Repro.Charts;

/// <summary>Markdown as GitHub and GitLab read it. Text is escaped unless it is said to be raw.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder text = new();

    /// <summary>Text that means nothing but itself.</summary>
    public static string Text(string text) => string.Concat(PlainText.Of(text).Select(letter => letter switch
    {
        '\\' or '`' or '*' or '[' or ']' or '|' => $"\\{letter}",
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '\n' => " ",
        _ => letter.ToString(),
    }));

    /// <summary>Code within a line. Its fence is longer than any in it.</summary>
    public static string Code(string code)
    {
        var plain = PlainText.Of(code).ReplaceLineEndings(" ");
        var fence = Fence(plain, 1);
        return plain is ['`', ..] or [.., '`'] ? $"{fence} {plain} {fence}" : fence + plain + fence;
    }

    /// <summary>A block of code. Its fence is longer than any in it, so that nothing in it ends it.</summary>
    /// <param name="language">What it is written in.</param>
    /// <param name="code">The code.</param>
    public static string Block(string language, string code)
    {
        var plain = PlainText.Of(code).TrimEnd('\n');
        var fence = Fence(plain, 3);
        return $"{fence}{language}\n{plain}\n{fence}\n";
    }

    private static string Fence(string code, int least)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in code)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return new string('`', Math.Max(least, longest + 1));
    }

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

    public void Table(TextTable table)
    {
        Raw($"| {string.Join(" | ", table.Columns.Select(column => Text(column.Heading)))} |");
        Raw($"| {string.Join(" | ", table.Columns.Select(column => column.Kind == ColumnKind.Number ? "---:" : "---"))} |");
        foreach (var row in table.Rows)
        {
            Raw($"| {string.Join(" | ", row.Select(Text))} |");
        }

        Raw("");
    }

    public override string ToString() => text.ToString();
}
