using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Repro.Charts;
using Repro.Reports;
using Repro.Tests.Analysis;

namespace Repro.Tests.Charts;

/// <summary>What a figure says stands in summary.json: a chart has no number of its own.</summary>
public sealed partial class NumbersTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(40)]
    public void Every_number_in_a_figure_is_found_again_in_the_summary(int count)
    {
        CaseBuilder[] cases = count == 3 ? [Drawings.Baseline, Drawings.Delayed, Drawings.Averted] : Drawings.Many(count);
        var conclusions = Drawings.Conclude(cases);
        var texts = Reporter.ToJson(conclusions.Summary);
        // The article's number is what measurements are compared with; 50, 99 and 100 name percentiles and percents.
        double[] constants = [230, 28_000, 120, 0, 1, 2, 50, 99, 100];
        double[] known = [.. Numbers(JsonNode.Parse(texts)!), .. constants, .. Counts(conclusions.Summary.Cases.Count)];

        var said =
            from figure in ChartBook.Draw(conclusions).OfEachKind(cases)
            from text in Sentences(figure)
            from match in Number().Matches(text)
            select (Number: match.Value, figure.Name, Text: text);
        Assert.All(said.DistinctBy(one => one.Number), one => Assert.True(
            texts.Contains(one.Number, StringComparison.Ordinal) || IsKnown(one.Number, known),
            $"{one.Name} says {one.Number} in '{one.Text}', which is no number of summary.json"));
    }

    // Ticks of an axis are the axis' own; they are the only texts that are nothing but a number.
    private static IEnumerable<string> Sentences(Figure figure) => figure.Texts().Append(figure.Title)
        .Where(text => !Tick().IsMatch(text));

    // How many cases did something is counted, not measured.
    private static IEnumerable<double> Counts(int cases) => Enumerable.Range(0, cases + 1).Select(count => (double)count);

    private static bool IsKnown(string text, double[] known)
    {
        var value = double.Parse(text.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var digits = text.Contains('.', StringComparison.Ordinal) ? text.Split('.')[1].Length : 0;
        var unit = Math.Pow(10, -digits);
        // As it stands, or a share of one as percent; rounded to as many digits as are written.
        return Array.Exists(
            known, number => Math.Abs(number - value) <= (unit / 2) + 1e-9
                || Math.Abs((number * 100) - value) <= (unit / 2) + 1e-9
                // The rate of one tuple, and a range's ports.
                || Math.Abs(-number - value) <= 1e-9);
    }

    private static IEnumerable<double> Numbers(JsonNode node) => node switch
    {
        JsonObject map => map.Where(pair => pair.Value is not null).SelectMany(pair => Numbers(pair.Value!)),
        JsonArray list => list.Where(item => item is not null).SelectMany(item => Numbers(item!)),
        JsonValue value when value.TryGetValue<double>(out var number) => [number],
        _ => [],
    };

    [GeneratedRegex(@"(?<![\w.-])\d+(?:,\d{3})*(?:\.\d+)?(?!\w)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[\d,.]+$")]
    private static partial Regex Tick();
}
