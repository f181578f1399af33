using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Repro.Physics;

namespace Repro.Scenarios;

/// <summary>The kinds of single values: each with its unit, its limits and its schema.</summary>
internal static partial class Kinds
{
    private const int MaxResponseBytes = 1 << 20;
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);
    private const double MinRate = 0.001;
    private const double MaxRate = 1_000_000;

    /// <summary>Letters of the longest name.</summary>
    public const int LongestName = 60;

    public static Kind<string> AnyText { get; } = new Text("a line of text");

    public static Kind<string> Name { get; } =
        new Text("letters, digits, dots, dashes and underscores, 60 at the most", NamePattern());

    /// <summary>A duration with its unit, above zero.</summary>
    public static Kind<TimeSpan> Duration { get; } = new Scalar<TimeSpan>(
        "a duration above zero and up to 7 days with its unit, like 500ms, 12s, 2m or 1h",
        ParseDuration,
        value => FormatDuration(value),
        () => Pattern(DurationPattern()));

    /// <summary>A duration with its unit, or 0.</summary>
    public static Kind<TimeSpan> DurationOrNone { get; } = new Scalar<TimeSpan>(
        "0, or a duration of up to 7 days with its unit, like 500ms, 12s, 2m or 1h",
        text => text == "0" ? TimeSpan.Zero : ParseDuration(text),
        value => value == TimeSpan.Zero ? 0 : FormatDuration(value),
        () => new JsonObject { ["oneOf"] = new JsonArray(Pattern(DurationPattern()), new JsonObject { ["const"] = 0 }) });

    /// <summary>Percent of a whole, with its sign.</summary>
    public static Kind<double> Percent { get; } = new Scalar<double>(
        "a share from 0% to 99%, like 90%",
        text => PercentPattern().IsMatch(text) && !text.EndsWith('\n')
            && double.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) is <= 99 and var percent ? percent : null,
        value => string.Create(CultureInfo.InvariantCulture, $"{value:0.######}%"),
        () => Pattern(PercentPattern()));

    /// <summary>True or false.</summary>
    public static Kind<bool> Flag { get; } = new Scalar<bool>(
        "true or false",
        text => text switch { "true" => true, "false" => false, _ => null },
        value => value,
        () => new JsonObject { ["type"] = "boolean" });

    /// <summary>A range of ports as the kernel writes it, or <c>none</c>.</summary>
    public static Kind<PortRange?> OptionalPorts { get; } = new OptionalPortsKind();

    /// <summary>One of a few words: the names of an enumeration's members in lower case.</summary>
    public static Kind<T> Word<T>()
        where T : struct, Enum =>
        Word<T>(value => value.ToString().ToLowerInvariant());

    /// <summary>The same with other words than the members' names.</summary>
    public static Kind<T> Word<T>(Func<T, string> name)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(name);
        return new Scalar<T>(
            string.Join(", ", words.Keys.SkipLast(1)) + " or " + words.Keys.Last(),
            text => words.TryGetValue(text, out var value) ? value : null,
            value => name(value),
            () => new JsonObject { ["enum"] = new JsonArray([.. words.Keys.Select(word => (JsonNode)word)]) });
    }

    /// <summary>A rate with its unit, above zero.</summary>
    public static Kind<Rate> Rate { get; } = new Scalar<Rate>(
        "a rate from 0.001/s to 1,000,000/s with its unit, like 500/s or 30/min",
        ParseRate,
        value => value.ToString(),
        () => Pattern(RatePattern()));

    /// <summary>A size in bytes with its unit.</summary>
    public static Kind<int> Size { get; } = new Scalar<int>(
        "a size up to 1MiB with its unit, like 128B or 4KiB",
        ParseSize,
        value => $"{value}B",
        () => Pattern(SizePattern()));

    /// <summary>A whole number within limits, both included.</summary>
    public static Kind<int> Count(int minimum, int maximum) => new Scalar<int>(
        $"a whole number from {minimum} to {maximum}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum ? number : null,
        value => value,
        () => new JsonObject { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum });

    private static TimeSpan? ParseDuration(string text)
    {
        var match = DurationPattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        var seconds = match.Groups["unit"].Value switch { "ms" => number / 1000, "s" => number, "m" => number * 60, _ => number * 3600 };
        var ticks = Math.Round(seconds * TimeSpan.TicksPerSecond);
        return ticks >= 1 && ticks <= MaxDuration.Ticks ? TimeSpan.FromTicks((long)ticks) : null;
    }

    private static string FormatDuration(TimeSpan value) => value.Ticks % TimeSpan.TicksPerSecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / (decimal)TimeSpan.TicksPerMillisecond:0.####}ms");

    private static Rate? ParseRate(string text)
    {
        var match = RatePattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        var perSecond = match.Groups["unit"].Value == "s" ? number : number / 60;
        return perSecond is >= MinRate and <= MaxRate ? new Rate(perSecond) : null;
    }

    private static int? ParseSize(string text)
    {
        var match = SizePattern().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var bytes = (long)number * match.Groups["unit"].Value switch { "B" => 1, "KiB" => 1 << 10, _ => 1 << 20 };
        return bytes <= MaxResponseBytes ? (int)bytes : null;
    }

    private static JsonObject Pattern(Regex regex) => new() { ["type"] = "string", ["pattern"] = NamedGroup().Replace(regex.ToString(), "(") };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)(?<unit>ms|s|m|h)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)/(?<unit>s|min)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"^(?<number>[0-9]+)(?<unit>B|KiB|MiB)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SizePattern();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?%$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PercentPattern();

    [GeneratedRegex(@"\(\?<[a-z]+>", RegexOptions.CultureInvariant)]
    private static partial Regex NamedGroup();
}
