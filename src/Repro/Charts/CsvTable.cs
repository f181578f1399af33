namespace Repro.Charts;

/// <summary>A table for spreadsheets (RFC 4180): names end with their unit, an empty cell is none.</summary>
internal static class CsvTable
{
    /// <summary>Writes the columns that have a name in CSV.</summary>
    public static string Render<TRow>(IEnumerable<Column<TRow>> columns, IEnumerable<TRow> rows)
    {
        var keyed = columns.Where(column => column.Key is not null).ToList();
        return string.Concat(rows.Select(row => keyed.Select(column => column.Value(row)))
            .Prepend(keyed.Select(column => (object?)column.Key))
            .Select(cells => string.Join(',', cells.Select(CsvCell.Of)) + "\n"));
    }
}
