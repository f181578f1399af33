using System.Text.RegularExpressions;
using Repro.Model;

namespace Repro.Expectations;

/// <summary>
/// What a scenario expects a number to be: <c>&gt;= 450/s</c>, <c>4s ± 2%</c>, <c>1900..2100</c>, <c>never</c>. Its values are those
/// between two bounds.
/// </summary>
/// <param name="Text">As it is written, in one form.</param>
/// <param name="Least">The lowest that it takes.</param>
/// <param name="Most">The highest that it takes; infinity is a moment that never comes.</param>
internal sealed partial record Demand(string Text, double Least, double Most)
{
    // Of two values that are written the same, what binary fractions make of them.
    private const double Rounding = 1e-9;

    /// <summary>Whether <see cref="Least"/> itself is too low.</summary>
    public bool IsAboveLeast { get; private init; }

    /// <summary>Whether <see cref="Most"/> itself is too high.</summary>
    public bool IsBelowMost { get; private init; }

    /// <summary>What may be expected of a figure, for whoever has written something else.</summary>
    public static string Expected(ExpectableFigure figure)
    {
        var example = FigureText.Example(figure.Unit);
        var forms = new List<string>();
        if (figure.Unit == FigureUnit.Count)
        {
            forms.Add(example);
        }

        forms.AddRange([$"\">= {example}\"", $"{example} ± 2%", $"{example}..{Doubled(figure.Unit)}"]);
        if (figure.MayBeNever)
        {
            forms.Add(FigureText.Never);
        }

        return $"{string.Join(", ", forms.SkipLast(1))} or {forms[^1]}";
    }

    /// <summary>Reads what a scenario expects of a figure.</summary>
    /// <returns>It, or what is wrong with it; neither where it is nothing that may be expected.</returns>
    public static (Demand? Demand, string? Problem) Parse(string text, ExpectableFigure figure)
    {
        if (text == FigureText.Never)
        {
            return figure.MayBeNever
                ? (new Demand(text, double.PositiveInfinity, double.PositiveInfinity), null)
                : (null, $"{figure.Name} is always some number, and can't be never; write {Expected(figure)}");
        }

        var match = Pattern().Match(text);
        var (written, to, off) = (Part("value"), Part("to"), Part("off"));
        if (!match.Success || FigureText.Parse(written, figure.Unit) is not { } value)
        {
            return (null, null);
        }

        if (to.Length > 0)
        {
            return FigureText.Parse(to, figure.Unit) is not { } most ? (null, null)
                : most < value ? (null, $"{written} is above {to}; write the lower value first")
                : (new Demand($"{written}..{to}", value, most), null);
        }

        if (off.Length > 0)
        {
            var apart = Percent(off) is { } percent ? value * percent / 100 : FigureText.Parse(off, figure.Unit);
            return apart is { } wide ? (new Demand($"{written} ± {off}", value - wide, value + wide), null) : (null, null);
        }

        return match.Groups["sign"].Value switch
        {
            ">=" => (new Demand($">= {written}", value, double.PositiveInfinity), null),
            ">" => (new Demand($"> {written}", value, double.PositiveInfinity) { IsAboveLeast = true }, null),
            "<=" => (new Demand($"<= {written}", double.NegativeInfinity, value), null),
            "<" => (new Demand($"< {written}", double.NegativeInfinity, value) { IsBelowMost = true }, null),
            _ when figure.Unit == FigureUnit.Count => (new Demand(written, value, value), null),
            _ => (null, $"what is measured is never exactly {written}; write how far off it may be: {written} ± 2%"),
        };

        string Part(string name) => match.Groups[name].Value.Trim(' ');
    }

    /// <summary>The same as a JSON schema's pattern.</summary>
    public static string Form(ExpectableFigure figure)
    {
        var value = FigureText.Form(figure.Unit);
        var alone = figure.Unit == FigureUnit.Count ? "(= ?)?" : "";
        var never = figure.MayBeNever ? $"{FigureText.Never}|" : "";
        return $@"^({never}{(alone.Length > 0 ? $"{alone}{value}|" : "")}(>=|<=|>|<) ?{value}|{value} ?\.\. ?{value}|"
            + $@"{value} ?(±|\+-|\+/-) ?({value}|{Quantity.NumberForm[1..^1]} ?%))$";
    }

    /// <summary>Whether a figure is as it is expected; null where it is not known well enough.</summary>
    public bool? IsMetBy(FigureValue value) =>
        Takes(value.Least) && Takes(value.Most) ? true
        : IsTooLow(value.Most) || IsTooHigh(value.Least) ? false
        : null;

    private bool Takes(double value) => !IsTooLow(value) && !IsTooHigh(value);

    private bool IsTooLow(double value) => IsAboveLeast ? value <= Least : value < Least && !IsSame(value, Least);

    private bool IsTooHigh(double value) => IsBelowMost ? value >= Most : value > Most && !IsSame(value, Most);

    private static bool IsSame(double value, double bound) =>
        double.IsFinite(value) && double.IsFinite(bound) && Math.Abs(value - bound) <= Math.Abs(bound) * Rounding;

    private static double? Percent(string text) =>
        text.EndsWith('%') ? Quantity.Number(text[..^1].TrimEnd(' ')) : null;

    private static string Doubled(FigureUnit unit) => unit switch
    {
        FigureUnit.Duration => "5s",
        FigureUnit.Rate => "500/s",
        FigureUnit.Count => "2100",
        _ => "3",
    };

    [GeneratedRegex(
        @"^((?<sign>>=|<=|>|<|=) ?)?(?<value>[^.±+<>=]+(\.[^.±+<>=]+)*?)( ?\.\. ?(?<to>[^±+<>=]+)| ?(±|\+-|\+/-) ?(?<off>[^±+<>=]+))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
