namespace Repro.Charts;

/// <summary>A column of a table, defined once for all that write it: page, Markdown, terminal and CSV.</summary>
/// <typeparam name="TRow">What a row is of.</typeparam>
/// <param name="Heading">What stands above it, broken into lines where a terminal breaks it; null: it is for programs alone.</param>
/// <param name="Text">A row's cell for people, broken likewise; null: there is nothing to say.</param>
public sealed record Column<TRow>(string? Heading, Func<TRow, string?> Text)
{
    /// <summary>What its cells are.</summary>
    public ColumnKind Kind { get; init; } = ColumnKind.Number;

    /// <summary>When a terminal has it.</summary>
    public TerminalUse Terminal { get; init; }

    /// <summary>What CSV calls it, with its unit; null: CSV does without.</summary>
    internal string? Key { get; init; }

    /// <summary>A row's cell in CSV; null: an empty one.</summary>
    internal Func<TRow, object?> Value { get; init; } = _ => null;
}

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Names, which are broken into lines where there is no room for them.</summary>
    Name,

    /// <summary>Words, which are not.</summary>
    Text,

    /// <summary>Verdicts, in the colour of each.</summary>
    Verdict,

    /// <summary>Numbers, which stand to the right.</summary>
    Number,
}

/// <summary>When a terminal has a column; reports have all of them.</summary>
public enum TerminalUse
{
    /// <summary>It has not.</summary>
    Never,

    /// <summary>Where the table is no wider than the window with all columns of this kind.</summary>
    WhereWide,

    /// <summary>Where its cells are not all the same.</summary>
    WhereVaried,

    /// <summary>However wide it is.</summary>
    Always,
}
