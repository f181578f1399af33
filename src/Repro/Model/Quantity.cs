using System.Globalization;
using System.Text.RegularExpressions;

namespace Repro.Model;

/// <summary>Numbers with units as people write them. What could mean two things is refused.</summary>
internal static partial class Quantity
{
    /// <summary>How a duration may be written, as an ECMAScript regular expression; a number without a unit is seconds.</summary>
    public const string DurationForm = "^(?=.)"
        + $"({Decimal}|({Decimal} ?(h|hrs?|hours?) ?)?({Decimal} ?(m|mins?|minutes?) ?)?({Decimal} ?(s|secs?|seconds?) ?)?"
        + $"({Decimal} ?(ms|milliseconds?) ?)?({Decimal} ?(us|µs|microseconds?))?)$";

    /// <summary>How a rate may be written.</summary>
    public const string RateForm = $"^{Decimal}[kKM]? ?(rps|(req|requests?)? ?(/|per) ?(s|secs?|seconds?|min|minutes?))$";

    /// <summary>How a size may be written; a number without a unit is bytes.</summary>
    public const string SizeForm = $"^{Whole} ?(B|bytes?|KiB|MiB)?$";

    /// <summary>How a count may be written.</summary>
    public const string CountForm = $"^{Whole}$";

    /// <summary>How a number may be written that need not be whole.</summary>
    public const string NumberForm = $"^{Decimal}$";

    // Underscores between digits; a comma would be thousands to some and a decimal point to others.
    private const string Whole = "[0-9]+(_[0-9]+)*";
    private const string Decimal = $@"{Whole}(\.[0-9]+)?";

    /// <summary>
    /// A duration, or null where the text is none, more than a TimeSpan holds, or less than one of its ticks: <c>500ms</c>, <c>1m30s</c>,
    /// <c>90</c>.
    /// </summary>
    public static TimeSpan? Duration(string text)
    {
        if (!DurationPattern().IsMatch(text) || text.EndsWith('\n'))
        {
            return null;
        }

        var seconds = PartPattern().Matches(text).Sum(part => Value(part.Groups["number"].ValueSpan) * (part.Groups["unit"].Value switch
        {
            "us" or "µs" or "microsecond" or "microseconds" => 0.000_001,
            "ms" or "millisecond" or "milliseconds" => 0.001,
            ['h', ..] => 3600,
            ['m', ..] => 60,
            _ => 1,
        }));
        var ticks = Math.Round(seconds * TimeSpan.TicksPerSecond);
        return ticks < long.MaxValue && (ticks > 0 || seconds == 0) ? TimeSpan.FromTicks((long)ticks) : null;
    }

    /// <summary>Requests per second, or null: <c>500/s</c>, <c>30k/min</c>, <c>500rps</c>.</summary>
    public static double? PerSecond(string text)
    {
        var match = RatePattern().Match(text);
        if (!match.Success || text.EndsWith('\n'))
        {
            return null;
        }

        var thousands = match.Groups["times"].Value switch { "" => 1.0, "M" => 1e6, _ => 1e3 };
        return Value(match.Groups["number"].ValueSpan) * thousands / (match.Groups["unit"].Value.StartsWith('m') ? 60 : 1);
    }

    /// <summary>Bytes, or null: <c>128B</c>, <c>4KiB</c>.</summary>
    public static double? Bytes(string text)
    {
        var match = SizePattern().Match(text);
        return match.Success && !text.EndsWith('\n')
            ? Value(match.Groups["number"].ValueSpan) * match.Groups["unit"].Value switch { "KiB" => 1 << 10, "MiB" => 1 << 20, _ => 1 }
            : null;
    }

    /// <summary>A number, or null: <c>2</c>, <c>1.5</c>.</summary>
    public static double? Number(string text) => NumberPattern().IsMatch(text) ? Value(text) : null;

    /// <summary>A whole number, or null: <c>1000</c>, <c>1_000</c>.</summary>
    public static int? Count(string text) => CountPattern().IsMatch(text)
        && int.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static double Value(ReadOnlySpan<char> digits) =>
        double.Parse(digits.ToString().Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(DurationForm, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"(?<number>[0-9_.]+) ?(?<unit>[a-zµ]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PartPattern();

    [GeneratedRegex(
        $@"^(?<number>{Decimal})(?<times>[kKM]?) ?((?<unit>rps)|(req|requests?)? ?(/|per) ?(?<unit>s|secs?|seconds?|min|minutes?))$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex RatePattern();

    [GeneratedRegex($"^(?<number>{Whole}) ?(?<unit>B|bytes?|KiB|MiB)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SizePattern();

    [GeneratedRegex(NumberForm + @"\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(CountForm + @"\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex CountPattern();
}
