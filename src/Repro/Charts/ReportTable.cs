namespace Repro.Charts;

/// <summary>A table as a page and a text of Markdown write it.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">A cell for each column.</param>
internal sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A column.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsNumber">Whether it is one of numbers, which stand to the right.</param>
/// <param name="IsVerdict">Whether it is one of verdicts.</param>
internal sealed record ReportColumn(string Name, bool IsNumber = true, bool IsVerdict = false);
