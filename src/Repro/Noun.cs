using System.Globalization;

namespace Repro;

/// <summary>Nouns after a count.</summary>
public static class Noun
{
    /// <summary>The noun as it stands after a count: one request, and none or two requests.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">The noun for one, whose plural ends with an s.</param>
    internal static string Of(long count, string one) => count == 1 ? one : $"{one}s";

    /// <summary>The count, thousands apart, and its noun: 1 request, 2,000 requests.</summary>
    public static string Counted(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {Of(count, one)}");

    /// <summary>What is said of so many: it was, they were.</summary>
    internal static string Were(long count) => count == 1 ? "was" : "were";

    /// <summary>What is said of so many: it is, they are.</summary>
    internal static string Are(long count) => count == 1 ? "is" : "are";
}
