namespace Repro.Charts;

/// <summary>A table for people, whatever it is written in.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">A cell for each column.</param>
public sealed record TextTable(IReadOnlyList<TextColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A cell that has nothing to say.</summary>
    public const string None = "–";

    /// <summary>
    /// Makes a table of columns as they are defined. Those for programs alone are left out, and those that have nothing to say of any row.
    /// </summary>
    /// <typeparam name="TRow">What a row is of.</typeparam>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">What the rows are of.</param>
    public static TextTable Of<TRow>(IEnumerable<Column<TRow>> columns, IEnumerable<TRow> rows)
    {
        var all = rows.ToList();
        var told = columns.Where(column => column.Heading is not null)
            .Select(column => (Column: column, Cells: all.ConvertAll(row => column.Text(row))))
            .Where(column => all.Count == 0 || column.Cells.Exists(cell => cell is not null))
            .ToList();
        return new(
            [.. told.Select(it => new TextColumn(it.Column.Heading!, it.Column.Kind, it.Column.Terminal))],
            [.. all.Index().Select(IReadOnlyList<string> (row) => [.. told.Select(it => it.Cells[row.Index] ?? None)])]);
    }
}

/// <summary>A column of a table for people.</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Terminal">When a terminal has it.</param>
public sealed record TextColumn(string Heading, ColumnKind Kind, TerminalUse Terminal);
