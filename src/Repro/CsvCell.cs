using System.Globalization;

namespace Repro;

/// <summary>
/// A cell of a table for spreadsheets (RFC 4180). Text that a spreadsheet would take for a formula is told as text, by an apostrophe before
/// it (OWASP, CSV injection); numbers stay numbers.
/// </summary>
internal static class CsvCell
{
    /// <summary>A cell of any value; empty for null.</summary>
    public static string Of(object? value) =>
        value is string text ? Of(text) : Quoted(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    /// <summary>A cell of text.</summary>
    public static string Of(string text) => Quoted(text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text);

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
