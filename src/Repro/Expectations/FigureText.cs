using System.Globalization;
using Repro.Model;

namespace Repro.Expectations;

/// <summary>Values of figures as text.</summary>
internal static class FigureText
{
    /// <summary>What stands for a moment that never comes.</summary>
    public const string Never = "never";

    /// <summary>A value for people, with the digits that tell it from another.</summary>
    public static string Of(double value, FigureUnit unit) => unit switch
    {
        _ when double.IsPositiveInfinity(value) => unit == FigureUnit.Duration ? Never : "∞",
        FigureUnit.Duration => Duration(value),
        FigureUnit.Rate => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##}/s"),
        FigureUnit.Count => string.Create(CultureInfo.InvariantCulture, $"{value:#,0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.###}"),
    };

    /// <summary>A value as a scenario has it, or null where the text is none.</summary>
    public static double? Parse(string text, FigureUnit unit) => unit switch
    {
        FigureUnit.Duration => Quantity.Duration(text)?.TotalSeconds,
        FigureUnit.Rate => Quantity.PerSecond(text),
        FigureUnit.Count => Quantity.Count(text),
        _ => Quantity.Number(text.TrimStart('×', 'x')),
    };

    /// <summary>How a value may be written, as a part of an ECMAScript regular expression.</summary>
    public static string Form(FigureUnit unit) => unit switch
    {
        FigureUnit.Duration => $"({Part(Quantity.DurationForm)})",
        FigureUnit.Rate => $"({Part(Quantity.RateForm)})",
        FigureUnit.Count => $"({Part(Quantity.CountForm)})",
        _ => $"([×x]?{Part(Quantity.NumberForm)})",
    };

    /// <summary>What values look like.</summary>
    public static string Example(FigureUnit unit) => unit switch
    {
        FigureUnit.Duration => "4s",
        FigureUnit.Rate => "450/s",
        FigureUnit.Count => "2000",
        _ => "2",
    };

    private static string Duration(double seconds) => Math.Abs(seconds) switch
    {
        0 => "0 s",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0.#} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:#,0.###} s"),
    };

    private static string Part(string form) => form[1..^1];
}
