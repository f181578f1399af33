using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Charts;

[Trait("Fault", "B3")]
public sealed class ThresholdBandFigureTests
{
    private const double Safe = 30;

    [Fact]
    public void A_threshold_that_is_a_band_is_drawn_as_one()
    {
        var diamond = Draw(Safe).Named("thresholds").Parse().Descendants(Drawings.Svg + "path")
            .Single(path => path.Attribute("d")!.Value.EndsWith('Z'));
        var middle = double.Parse(diamond.Attribute("d")!.Value[1..].Split('L')[1].Split(' ')[0], CultureInfo.InvariantCulture);

        // From the rate up to which nothing fails to the middle of the diamond.
        Assert.Contains(Rectangles(Safe, "thresholds"), one => Math.Abs(one.Right - middle) < 0.1 && one.Right - one.Left > 3);
        Assert.Equal(Rectangles(Safe, "thresholds").Count - 1, Rectangles(null, "thresholds").Count);
        Assert.Equal(Rectangles(Safe, "onset-over-rate").Count - 1, Rectangles(null, "onset-over-rate").Count);
    }

    [Fact]
    public void The_band_is_in_the_summary_for_hop_and_label()
    {
        var summary = Conclude(Safe).Summary;

        Assert.Equal(
            (Safe, Safe, Safe),
            (summary.Cases[0].Predicted.SafePerSecond, summary.Thresholds[0].SafePerSecond, summary.Thresholds[0].Onsets[0].SafePerSecond));
        Assert.Equal(4.1, summary.Cases[0].Predicted.LatestOnsetSeconds);
        Assert.Equal("predicted 4.00–4.10 s", Format.PredictedOnset(summary.Cases[0]));
    }

    [Theory]
    [InlineData(null, null, null, "never")]
    [InlineData(null, 3.99, null, "never, or from 3.99 s on")]
    [InlineData(4.02, 4.0, null, "4.00–4.02 s")]
    [InlineData(61.538, null, 63.077, "61.54–63.08 s")]
    [InlineData(60.995, 60.993, null, "60.99–61.00 s")]
    [InlineData(4.0, 3.999, 4.001, "4.00 s")]
    public void Onset_AsSureAsItIs_Words(double? seconds, double? earliest, double? latest, string words) =>
        Assert.Equal(words, Format.Onset(seconds, earliest, latest));

    [Fact]
    public void A_hop_of_an_older_file_has_no_band()
    {
        var hop = JsonSerializer.Deserialize(
            """
            { "name": "proxy→backends", "portsPerTuple": 1, "tuples": 1, "capacityPorts": 1, "requestsPerConnection": 1,
              "holdSeconds": 61, "thresholdPerSecond": 1, "onsetSeconds": 4, "kneeSeconds": 2 }
            """,
            FileJson.Default.HopFacts)!;

        Assert.Equal(new HopFacts("proxy→backends", 1, 1, 1, 1, 61, 1, 4, 2), hop);
    }

    private static IReadOnlyList<(double Left, double Right)> Rectangles(double? safe, string figure) =>
        [.. Draw(safe).Named(figure).Parse().Descendants(Drawings.Svg + "rect").Where(one => one.Attribute("x") is not null)
            .Select(one => (Number(one, "x"), Number(one, "x") + Number(one, "width")))];

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static IReadOnlyList<Figure> Draw(double? safe) => ChartBook.Draw(Conclude(safe));

    private static RunConclusions Conclude(double? safe)
    {
        var recorded = CaseBuilder.Exhausted().Build();
        var hops = recorded.File.Hops.Select(hop =>
            hop.Name == "proxy→backends" ? hop with { SafePerSecond = safe, LatestOnsetSeconds = safe is null ? null : 4.1 } : hop);
        return RunAnalysis.Analyze(
            new RecordedRun(TemporaryRun.File(), [recorded with { File = recorded.File with { Hops = [.. hops] } }], []));
    }
}
