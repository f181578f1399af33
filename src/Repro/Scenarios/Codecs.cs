using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Repro.Model;
using Repro.Physics;

namespace Repro.Scenarios;

/// <summary>The codecs of single values: each with its unit, its limits and its schema.</summary>
internal static partial class Codecs
{
    private const int MaxResponseBytes = 1 << 20;
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);
    private const double MinRate = 0.001;
    private const double MaxRate = 1_000_000;

    /// <summary>Letters of the longest name.</summary>
    public const int LongestName = 60;

    public static Codec<string> AnyText { get; } = new TextCodec("a line of text");

    public static Codec<string> Name { get; } =
        new TextCodec("letters, digits, dots, dashes and underscores, 60 at the most", NamePattern());

    /// <summary>A duration above zero.</summary>
    public static Codec<TimeSpan> Duration { get; } = new ScalarCodec<TimeSpan>(
        "a duration above zero and up to 7 days, like 500ms, 12s, 1m30s or 2h",
        text => Quantity.Duration(text) is { } value && value > TimeSpan.Zero && value <= MaxDuration ? value : null,
        value => FormatDuration(value),
        () =>
            new JsonObject { ["type"] = new JsonArray("string", "number"), ["pattern"] = Quantity.DurationForm, ["exclusiveMinimum"] = 0 });

    /// <summary>A duration, or 0.</summary>
    public static Codec<TimeSpan> DurationOrNone { get; } = new ScalarCodec<TimeSpan>(
        "0, or a duration of up to 7 days, like 500ms, 12s, 1m30s or 2h",
        text => Quantity.Duration(text) is { } value && value <= MaxDuration ? value : null,
        value => value == TimeSpan.Zero ? 0 : FormatDuration(value),
        () => new JsonObject
        {
            ["oneOf"] = new JsonArray(Pattern(Quantity.DurationForm), new JsonObject { ["type"] = "number", ["minimum"] = 0 }),
        });

    /// <summary>Percent of a whole, with its sign.</summary>
    public static Codec<double> Percent { get; } = new ScalarCodec<double>(
        "a share from 0% to 99%, like 90%",
        text => PercentPattern().IsMatch(text) && !text.EndsWith('\n')
            && double.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) is <= 99 and var percent ? percent : null,
        value => string.Create(CultureInfo.InvariantCulture, $"{value:0.######}%"),
        () => Pattern(PercentPattern().ToString()));

    /// <summary>True or false.</summary>
    public static Codec<bool> Flag { get; } = new ScalarCodec<bool>(
        "true or false",
        text => text switch { "true" => true, "false" => false, _ => null },
        value => value,
        () => new JsonObject { ["type"] = "boolean" });

    /// <summary>A range of ports as the kernel writes it, or <c>none</c>.</summary>
    public static Codec<PortRange?> OptionalPorts { get; } = new OptionalPortsCodec();

    /// <summary>A program with its arguments, or <c>none</c>.</summary>
    public static Codec<CommandLine?> Command { get; } = new CommandCodec();

    /// <summary>One of a few words: the names of an enumeration's members in lower case.</summary>
    public static Codec<T> Word<T>()
        where T : struct, Enum =>
        Word<T>(value => value.ToString().ToLowerInvariant());

    /// <summary>The same with other words than the members' names.</summary>
    public static Codec<T> Word<T>(Func<T, string> name)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(name);
        return new ScalarCodec<T>(
            ChoiceCodec.Listed([.. words.Keys]),
            text => words.TryGetValue(text, out var value) ? value : null,
            value => name(value),
            () => new JsonObject { ["enum"] = new JsonArray([.. words.Keys.SelectMany(Written)]) });

        // To YAML, a word like 1.1 without quotes is a number.
        static IEnumerable<JsonNode> Written(string word) =>
            double.TryParse(word, CultureInfo.InvariantCulture, out var number) ? [(JsonNode)word, (JsonNode)number] : [(JsonNode)word];
    }

    /// <summary>One of a few words that stand for themselves.</summary>
    public static Codec<string> OneOf(IReadOnlyList<string> words) => new ChoiceCodec(words);

    /// <summary>A rate with its unit, above zero.</summary>
    public static Codec<Rate> Rate { get; } = new ScalarCodec<Rate>(
        "a rate from 0.001/s to 1,000,000/s with its unit, like 500/s, 2k/s or 30/min",
        text => Quantity.PerSecond(text) is >= MinRate and <= MaxRate and var perSecond ? new Rate(perSecond) : null,
        value => value.ToString(),
        () => Pattern(Quantity.RateForm));

    /// <summary>A size in bytes.</summary>
    public static Codec<int> Size { get; } = new ScalarCodec<int>(
        "a size up to 1MiB, like 128B or 4KiB",
        text => Quantity.Bytes(text) is <= MaxResponseBytes and var bytes ? (int)bytes : null,
        value => $"{value}B",
        () => new JsonObject { ["type"] = new JsonArray("string", "integer"), ["pattern"] = Quantity.SizeForm });

    /// <summary>A whole number within limits, both included.</summary>
    public static Codec<int> Count(int minimum, int maximum) => new ScalarCodec<int>(
        $"a whole number from {minimum} to {maximum}",
        text => Quantity.Count(text) is { } number && number >= minimum && number <= maximum ? number : null,
        value => value,
        () => new JsonObject
        {
            ["type"] = new JsonArray("integer", "string"),
            ["minimum"] = minimum,
            ["maximum"] = maximum,
            ["pattern"] = Quantity.CountForm,
        });

    private static string FormatDuration(TimeSpan value) => value.Ticks % TimeSpan.TicksPerSecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / (decimal)TimeSpan.TicksPerMillisecond:0.####}ms");

    private static JsonObject Pattern(string form) => new() { ["type"] = "string", ["pattern"] = form };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?%$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PercentPattern();
}
