using Repro.Charts;
using Repro.Progress;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Repro.Cli;

/// <summary>A run as a table that fits a window of any size: columns and bars give way first, then cases that don't run.</summary>
internal static class ProgressTable
{
    private const int Gap = 2;
    private const int LongName = 24;
    private const int ShortName = 12;
    private const int RateWidth = 5;

    // The longest outlook of a load of some minutes: the columns stay where they are when the words change.
    private const int OutlookWidth = 22;

    // Title, question, header, the line about cases that are not shown, and the line that the cursor stands on.
    private const int OtherLines = 5;

    // From the widest to the narrowest.
    private static readonly Layout[] Layouts =
    [
        new(16, 24, 12, Rates: true),
        new(10, 24, 8, Rates: true),
        new(6, 24, 4, Rates: true),
        new(8, 24, 6, Rates: false),
        new(6, 12, 0, Rates: false),
        new(4, 12, 0, Rates: false),
        new(4, 8, 0, Rates: false, ShortName),
        new(4, 8, null, Rates: false, ShortName),
        new(4, null, null, Rates: false, ShortName),
    ];

    /// <summary>Lays it out.</summary>
    /// <param name="progress">The run.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="height">Lines of the window.</param>
    public static IRenderable Of(RunProgress progress, int width, int height)
    {
        var shown = Choose(progress.Cases, Math.Max(1, height - OtherLines));
        var lines = new List<IRenderable>
        {
            new Text(Cut(Title(progress), width), new Style(decoration: Decoration.Bold)),
            new Text(Cut(progress.Question.ReplaceLineEndings(" "), width)),
        };
        if (shown.Count > 0)
        {
            lines.Add(Table(shown, Names(shown, progress.Cases), width));
        }

        if (Rest([.. progress.Cases.Except(shown)]) is { Length: > 0 } rest)
        {
            lines.Add(new Markup($"[grey]{rest}[/]"));
        }

        return new Rows(lines);
    }

    // Those that run come first, then those that were over last, then those that are next.
    private static List<CaseState> Choose(IReadOnlyList<CaseState> cases, int most)
    {
        var places = cases.Select((state, place) => (State: state, Place: place)).ToList();
        return [.. places
            .OrderBy(item => item.State.Phase switch
            {
                CasePhase.Running or CasePhase.Preparing => 0,
                CasePhase.Waiting => 2,
                _ => 1,
            })
            .ThenBy(item => item.State.Phase is CasePhase.Done or CasePhase.Failed ? -item.Place : item.Place)
            .Take(most)
            .OrderBy(item => item.Place)
            .Select(item => item.State)];
    }

    private static string Title(RunProgress progress)
    {
        var time = TimeSpan.FromSeconds(progress.ElapsedSeconds);
        var clock = time.TotalHours < 1 ? $"{time:m\\:ss}" : $"{(int)time.TotalHours}:{time:mm\\:ss}";
        var what = progress.Cases.Count == 0
            ? "a small lab measures this machine"
            : $"{progress.CasesDone} of {Noun.Counted(progress.Cases.Count, "case")} done";
        return $"{progress.Scenario} · {what} · {clock}";
    }

    private static string Rest(List<CaseState> hidden)
    {
        var waiting = hidden.Count(state => state.Phase == CasePhase.Waiting);
        var running = hidden.Count(state => state.Phase is CasePhase.Preparing or CasePhase.Running);
        var done = hidden.Count - waiting - running;
        (int Count, string Word)[] counts = [(waiting, "wait"), (running, "run"), (done, "done")];
        return string.Join(", ", counts.Where(item => item.Count > 0).Select(item => $"{item.Count} {item.Word}"));
    }

    // Cases of one label differ in their rate.
    private static List<string> Names(List<CaseState> shown, IReadOnlyList<CaseState> all)
    {
        var known = all.CountBy(state => state.Label).ToDictionary();
        return [.. shown.Select(state => known[state.Label] > 1 ? $"{state.Label} {Format.Rate(state.OfferedPerSecond)}" : state.Label)];
    }

    private static Table Table(List<CaseState> cases, List<string> names, int width)
    {
        var longest = names.Max(name => name.GetCellWidth());
        var layout = Array.Find(
            Layouts, layout => Columns(cases, layout).Sum(column => column.Width + Gap) + Math.Min(longest, layout.Name) <= width)
            ?? Layouts[^1];
        var columns = Columns(cases, layout);
        var left = Math.Max(1, width - columns.Sum(column => column.Width + Gap));

        var table = new Table { Border = TableBorder.None };
        table.AddColumn(
            new TableColumn("[bold]Case[/]") { Width = Math.Min(longest, left), NoWrap = true, Padding = new Padding(0, 0, Gap, 0) });
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn($"[bold]{column.Header}[/]")
            {
                Width = column.Width,
                NoWrap = true,
                Alignment = column.Alignment,
                Padding = new Padding(0, 0, column == columns[^1] ? 0 : Gap, 0),
            });
        }

        for (var i = 0; i < cases.Count; i++)
        {
            table.AddRow([new Text(Cut(names[i], left)), .. columns.Select(column => new Markup(column.Cells[i]))]);
        }

        return table;
    }

    private static List<Column> Columns(List<CaseState> cases, Layout layout)
    {
        var columns = new List<Column> { Column.Of("Load", cases.Select(state => CaseCells.Load(state, layout.Bar))) };
        if (layout.Spark is { } spark)
        {
            columns.Add(Column.Of("Failures", cases.Select(state => CaseCells.Failures(state, spark)), spark));
        }

        if (layout.PortBar is { } bar)
        {
            columns.Add(Column.Of(bar > 0 ? "Ports in use" : "Ports", cases.Select(state => CaseCells.Ports(state, bar))));
        }

        if (layout.Rates)
        {
            columns.Add(
                Column.Of("ok/s", cases.Select(state => CaseCells.Rate(state, state.OkPerSecond, "green")), RateWidth, Justify.Right));
            columns.Add(Column.Of(
                "failed/s", cases.Select(state => CaseCells.Rate(state, state.FailedPerSecond, "red")), RateWidth, Justify.Right));
        }

        columns.Add(Column.Of("Outlook", cases.Select(CaseCells.Outlook), OutlookWidth));
        return columns;
    }

    // Spectre.Console would break it into lines.
    private static string Cut(string text, int width)
    {
        var kept = text.Length;
        while (kept > 0 && text[..kept].GetCellWidth() + (kept < text.Length ? 1 : 0) > width)
        {
            kept--;
        }

        return kept < text.Length ? text[..kept] + "…" : text;
    }

    // How wide bars are, in letters, where there is room for their columns; and the name for which there has to be room.
    private sealed record Layout(int Bar, int? Spark, int? PortBar, bool Rates, int Name = LongName);

    private sealed record Column(string Header, IReadOnlyList<string> Cells, int Width, Justify Alignment)
    {
        public static Column Of(string header, IEnumerable<string> cells, int least = 0, Justify alignment = Justify.Left)
        {
            var all = cells.ToList();
            return new Column(
                header, all, all.Select(cell => Markup.Remove(cell).GetCellWidth()).Append(header.Length).Append(least).Max(), alignment);
        }
    }
}
