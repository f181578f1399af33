using System.Globalization;
using System.Xml.Linq;
using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Drawing;

namespace Repro.Tests.Charts;

/// <summary>Nothing overlaps and nothing is cut, whatever a run is like.</summary>
public sealed class LayoutTests
{
    // Of a pixel: letters reach a little over the line that they stand on.
    private const double Tolerance = 1;

    private static readonly Dictionary<string, Lazy<IReadOnlyList<Figure>>> All = new()
    {
        ["no case"] = new(() => Drawings.Draw()),
        ["one case"] = new(() => Drawings.Draw(Drawings.Baseline)),
        ["one case that carries"] = new(() => Drawings.Draw(Drawings.Averted with { IsBaseline = true })),
        ["a few"] = new(() => Drawings.Draw(Drawings.Baseline, Drawings.Delayed, Drawings.Averted)),
        ["forty"] = new(() => [.. Drawings.Draw(Drawings.Many(40)).Where(figure => figure.CaseId is null)]),
        ["forty with names of sixty letters"] = new(() => Drawings.Draw(Drawings.Many(40, 60)).OfEachKind(Drawings.Many(40, 60))),
        ["all invalid"] = new(() =>
            Drawings.Draw([.. Drawings.Many(6, 60).Select(one => one with { End = new CaseEnd(["the proxy died"], 0) })])),
        ["predictions only"] = new(() =>
            Drawings.Draw([.. Drawings.Many(6, 60).Select(one => one with { PredictedOnly = "x is missing" })])),
        ["a day"] = new(() => Drawings.Draw(Drawings.Day with { Resolution = 20 })),
        ["at once"] = new(() => Drawings.Draw(Drawings.Baseline with { Onset = 0.1, PredictedOnset = 0.1, Capacity = 50 })),
        ["a comparison"] = new(() =>
            Compare(Drawings.Many(12, 60), Drawings.Many(9, 60), [.. Drawings.Many(12, 60).Select(one => one with { Onset = 3 })])),
        ["a comparison of nothing"] = new(() => Compare([], [])),
        ["after the end"] = new(() => Drawings.Draw(Drawings.Baseline with { Onset = 9.9, PredictedOnset = 20 })),
    };

    public static TheoryData<string> Runs { get; } = [.. All.Keys];

    private static IReadOnlyList<Figure> Compare(params CaseBuilder[][] runs) => ChartBook.Draw(ComparisonAnalysis.Compare(
        [.. runs.Select((run, index) => ($"{new string('m', 60)}-{index}", Drawings.Conclude(run)))]));

    [Theory]
    [MemberData(nameof(Runs))]
    public void No_text_overlaps_another(string run) => Assert.Empty(
        from figure in All[run].Value
        let boxes = Boxes(figure)
        from pair in boxes.SelectMany((box, index) =>
            boxes.Skip(index + 1).Where(box.Overlaps).Select(other => (box.Text, Other: other.Text)))
        select $"{figure.Name}: '{pair.Text}' and '{pair.Other}'");

    [Theory]
    [MemberData(nameof(Runs))]
    public void Nothing_reaches_over_the_edge(string run) => Assert.All(All[run].Value, figure =>
    {
        Assert.DoesNotContain(Boxes(figure), box => !IsInside(figure, box.Left, box.Top) || !IsInside(figure, box.Right, box.Bottom));
        Assert.DoesNotContain(Points(figure), point => !IsInside(figure, point.X, point.Y));
    });

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_figure_is_valid_XML_without_a_number_that_is_none_and_says_what_it_shows(string run) =>
        Assert.All(All[run].Value, figure =>
        {
            var svg = figure.Parse();
            Assert.DoesNotContain("NaN", figure.Text(), StringComparison.Ordinal);
            Assert.DoesNotContain("∞", figure.Text(), StringComparison.Ordinal);
            Assert.NotEmpty(svg.Element(Drawings.Svg + "title")!.Value);
            Assert.NotNull(svg.Element(Drawings.Svg + "desc"));
        });

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_figure_has_a_file_of_its_own(string run) => Assert.Distinct(All[run].Value.Select(figure => figure.Name));

    private static bool IsInside(Figure figure, double x, double y) =>
        x >= -Tolerance && x <= figure.Drawing.Width + Tolerance && y >= -Tolerance && y <= figure.Drawing.Height + Tolerance;

    private static List<Box> Boxes(Figure figure) => [.. figure.Parse().Descendants(Drawings.Svg + "text").Select(Box.Of)];

    private static IEnumerable<(double X, double Y)> Points(Figure figure) =>
        from path in figure.Parse().Descendants(Drawings.Svg + "path")
        from point in path.Attribute("d")!.Value.TrimEnd('Z').Split('M', 'L')
        where point.Length > 0
        let parts = point.Split(' ')
        select (Number(parts[0]), Number(parts[1]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Box(string Text, double Left, double Top, double Right, double Bottom)
    {
        public static Box Of(XElement text)
        {
            var size = text.Attribute("font-size") is { } attribute ? Number(attribute.Value) : Page.TextSize;
            var width = TextLines.Width(text.Value, size, text.Attribute("font-weight") is not null);
            var x = Number(text.Attribute("x")!.Value)
                - (text.Attribute("text-anchor")?.Value switch { "middle" => width / 2, "end" => width, _ => 0 });
            var y = Number(text.Attribute("y")!.Value);
            return new Box(text.Value, x, y - (size * 0.75), x + width, y + (size * 0.2));
        }

        public bool Overlaps(Box other) =>
            Left < other.Right - Tolerance
                && other.Left < Right - Tolerance
                && Top < other.Bottom - Tolerance
                && other.Top < Bottom - Tolerance;
    }
}
