using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Charts;

/// <summary>Runs to draw, and what their figures say.</summary>
internal static class Drawings
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly ConditionalWeakTable<Figure, XElement> Parsed = [];

    public static readonly CaseBuilder Baseline = CaseBuilder.Exhausted();

    public static readonly CaseBuilder Delayed =
        new() { Id = "wider-range@500", IsBaseline = false, Onset = 8, PredictedOnset = 8, Capacity = 4000 };

    public static readonly CaseBuilder Averted = new() { Id = "tw-reuse@500", IsBaseline = false, Hold = 1 };

    /// <summary>A day's load, which runs out of many tuples in its middle.</summary>
    public static readonly CaseBuilder Day = Baseline with
    {
        Rate = 10,
        Duration = 86_400,
        Capacity = 400_000,
        Onset = 40_000,
        PredictedOnset = 40_000,
        Hold = 50_000,
        Tuples = 20,
    };

    // Seven things that a case can come to, at three rates.
    private const int Kinds = 21;

    /// <summary>One of each that a case can come to, at several rates, with names of any length: as many as are asked for.</summary>
    public static CaseBuilder[] Many(int count, int nameLength = 20)
    {
        string[] rates = ["500", "200", "50"];
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var rate = double.Parse(rates[number % rates.Length], CultureInfo.InvariantCulture);
            var label = number < rates.Length ? "none" : $"{new string('m', Math.Max(1, nameLength - 4))}-{number / rates.Length}";
            var one = (number % 7) switch
            {
                0 or 1 => Baseline with { Onset = 2000 / rate, PredictedOnset = 2000 / rate, Duration = 50 },
                2 => Baseline with { Onset = 2000 / rate, PredictedOnset = 2000 / rate, Duration = 120, Period = 60 },
                3 => Averted,
                4 => Baseline with { PredictedOnly = "<x> & \"y\"" },
                5 => Baseline with { End = new CaseEnd(["<gone> & \"lost\" \u0001"], 0) },
                _ => Delayed,
            };
            return one with
            {
                Id = $"{label}@{rates[number % rates.Length]}",
                Label = label,
                Rate = rate,
                IsBaseline = number < rates.Length,
            };
        })];
    }

    public static RunConclusions Conclude(params CaseBuilder[] cases) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], []));

    public static IReadOnlyList<Figure> Draw(params CaseBuilder[] cases) => ChartBook.Draw(Conclude(cases));

    /// <summary>The figures of a whole run, and those of one case of each kind: those of the others differ in their name alone.</summary>
    public static IReadOnlyList<Figure> OfEachKind(this IEnumerable<Figure> figures, CaseBuilder[] cases)
    {
        var known = cases.Take(Kinds).Select(one => one.Id).ToHashSet();
        return [.. figures.Where(figure => figure.CaseId is not { } id || known.Contains(id))];
    }

    public static Figure Named(this IEnumerable<Figure> figures, string name) => figures.Single(figure => figure.Name == name);

    public static string Text(this Figure figure) => Encoding.UTF8.GetString(figure.Drawing.Svg);

    /// <summary>What it says, to be looked at and left as it is: of each figure it is read once.</summary>
    public static XElement Parse(this Figure figure) => Parsed.GetValue(figure, one => XElement.Parse(one.Text()));

    public static List<string> Texts(this Figure figure) => [.. figure.Parse().Descendants(Svg + "text").Select(text => text.Value)];
}
