using Repro.Analysis;

namespace Repro.Charts;

/// <summary>Time to the first failure over the rate: measured points on predicted curves, each of which rises from its threshold.</summary>
internal static class OnsetOverRateFigure
{
    private const double AxisWidth = 56;
    private const double LabelsWidth = 210;
    private const double LeastHeight = 300;
    private const double LaneHeight = 11;
    private const double MarginFactor = 1.6;
    private const double ArticlePerSecond = 230;
    private const double Rim = 3;
    private const double Pale = 0.25;
    private const int MostRims = 3;
    private const string Dashed = "5 4";
    private const string Dotted = "2 3";

    /// <summary>Draws it; null where no case has a constant rate.</summary>
    public static Figure? Draw(RunSummary run, Legend legend)
    {
        var labels = run.Thresholds.Where(row => row.Onsets.Count > 0 || Cases(run, row).Any()).ToList();
        if (labels.Count == 0)
        {
            return null;
        }

        var sheet = new Sheet(
            RunFinding.Title(run, Title(run)),
            "Time until the first failure over the rate, both logarithmic. Lines: predicted for a constant rate, each from the rate on below which nothing fails; "
            + "pale: up to the threshold only a few do. "
            + "Dots: measured; above the plot, rates at which nothing failed.",
            string.Join(" ", labels.Select(row => $"{row.Label}: threshold {Wording.Threshold(row.PredictedPerSecond, "none")} as predicted.")));
        var (slowest, fastest) = Rates(run, labels);
        var (soonest, latest) = Onsets(run, labels, fastest);
        var x = new LogScale(slowest, fastest, Sheet.Margin + AxisWidth, sheet.Right - LabelsWidth);
        var names = labels.ConvertAll(Name);
        var lanesTop = sheet.Bottom + 20;
        var top = lanesTop + (labels.Count * LaneHeight) + 34;
        var height = Math.Max(LeastHeight, LabelColumn.HeightOf(names, LabelsWidth - 8));
        var plot = new Plot(sheet.Svg, x, new LogScale(soonest, latest, top + height, top));
        plot.FrameY("seconds until the first failure", 8, isCrossed: true);
        plot.FrameX("requests per second, offered");
        sheet.Svg.Text(x.From, lanesTop - 6, "no failure", Palette.Muted, size: 12);
        DrawArticle(plot, lanesTop);
        var column = new LabelColumn(sheet.Svg, x.To + 8, LabelsWidth - 8);
        for (var i = 0; i < labels.Count; i++)
        {
            // Curves that coincide stay visible: each is thinner than the one below it.
            var above = Math.Min(MostRims, labels.Skip(i + 1).Count(other => Slowest(other) == Slowest(labels[i])));
            DrawLabel(plot, run, labels[i], legend.Colour(labels[i].Label), names[i], lanesTop + (i * LaneHeight) + 4, above * Rim, column);
        }

        column.Draw(top, top + height);
        sheet.Bottom = top + height + 42;
        return sheet.Finish("onset-over-rate", Caption.Of(run));
    }

    private static double? Slowest(ThresholdSummary row) => row.Onsets.Count > 0 ? row.Onsets.Min(law => law.Requests) : null;

    private static string Title(RunSummary run)
    {
        var baseline = run.Thresholds.FirstOrDefault(row => row.IsBaseline) ?? run.Thresholds[0];
        var named = baseline.Label == "none" ? "Without a mitigation" : $"With {baseline.Label}";
        return (baseline.CarriedPerSecond, baseline.FailedPerSecond, baseline.PredictedPerSecond) switch
        {
            ({ } carried, { } failed, { } predicted) =>
                $"{named}, the threshold lies between {Wording.Rate(carried)} and {Wording.Rate(failed)}; {Wording.Threshold(predicted)} was predicted",
            (null, { } failed, { } predicted) => $"{named}, {Wording.Rate(failed)} runs out of ports; a threshold of {Wording.Threshold(predicted)} was predicted",
            ({ } carried, null, { } predicted) => $"{named}, {Wording.Rate(carried)} is carried; a threshold of {Wording.Threshold(predicted)} was predicted",
            (_, _, { } predicted) => $"{named}, a threshold of {Wording.Threshold(predicted)} was predicted",
            _ => "Time until the first failure over the rate",
        };
    }

    private static string Name(ThresholdSummary row) => $"{row.Label}: {Wording.Threshold(row.PredictedPerSecond, "no threshold")}";

    private static IEnumerable<CaseSummary> Cases(RunSummary run, ThresholdSummary row) => run.Cases.Where(summary => summary.Label == row.Label && summary.HasFigures);

    // Of a label's laws the first is its threshold; where another hop would run out, nobody has looked.
    // The article's rate is always on the axis: it is what people compare with.
    private static (double Slowest, double Fastest) Rates(RunSummary run, IReadOnlyList<ThresholdSummary> labels)
    {
        var rates = labels.SelectMany(row => Cases(run, row).Select(summary => summary.OfferedPerSecond).Concat(row.Onsets.Take(1).Select(law => law.SafePerSecond)))
            .Append(ArticlePerSecond)
            .ToList();
        return (rates.Min() / MarginFactor, rates.Max() * MarginFactor);
    }

    private static (double Soonest, double Latest) Onsets(RunSummary run, IReadOnlyList<ThresholdSummary> labels, double fastest)
    {
        var onsets = labels.SelectMany(row => Cases(run, row).Select(summary => summary.FirstFailureSeconds).OfType<double>()
                .Concat(row.Onsets.Where(law => law.AbovePerSecond < fastest).SelectMany(law => new[] { law.Requests / law.SafePerSecond, law.Requests / fastest })))
            .Where(onset => onset > 0)
            .DefaultIfEmpty(1)
            .ToList();
        return (onsets.Min() / MarginFactor, onsets.Max() * MarginFactor);
    }

    private static void DrawArticle(Plot plot, double lanesTop)
    {
        var x = plot.X[ArticlePerSecond];
        plot.Svg.Line(x, lanesTop, x, plot.Y.From, Palette.Ink, 1, Dotted);
        var right = x > (plot.X.From + plot.X.To) / 2;
        var at = right ? x - 6 : x + 6;
        plot.Svg.Text(at, plot.Y.From - 24, "230/s: the article's threshold,", Palette.Muted, right ? "end" : "start", 11, halo: true);
        plot.Svg.Text(at, plot.Y.From - 10, "for 28,000 ports held for 120 s", Palette.Muted, right ? "end" : "start", 11, halo: true);
    }

    private static void DrawLabel(Plot plot, RunSummary run, ThresholdSummary row, string colour, string name, double lane, double rim, LabelColumn column)
    {
        var svg = plot.Svg;
        using (svg.Group(("data-label", row.Label)))
        {
            if (row.Onsets.Count > 0)
            {
                var end = DrawCurve(plot, row.Onsets, colour, 1.75 + rim);
                column.Add(end, name, colour, row.Label);
                var (safe, threshold) = (plot.X[row.Onsets[0].SafePerSecond], plot.X[row.Onsets[0].AbovePerSecond]);
                if (safe < threshold)
                {
                    svg.Rectangle(safe, lane, threshold - safe, plot.Y[row.Onsets[0].Requests / row.Onsets[0].AbovePerSecond] - lane, colour, Pale);
                }

                svg.Line(threshold, lane, threshold, plot.Y[row.Onsets[0].Requests / row.Onsets[0].AbovePerSecond], colour, 1, Dashed);
            }
            else
            {
                column.Add(lane, name, colour, row.Label);
            }

            svg.Line(plot.X.From, lane, plot.X.To, lane, Palette.Grid);
            foreach (var summary in Cases(run, row))
            {
                using (svg.Group(("data-case", summary.Id)))
                {
                    var y = summary.FirstFailureSeconds is { } onset and > 0 ? plot.Y[onset] : lane;
                    Svg.Tip(
                        svg.Dot(plot.X[summary.OfferedPerSecond], y, summary.FirstFailureSeconds is null ? 4 : 5 + (rim / 2), colour),
                        $"{row.Label} at {Wording.Rate(summary.OfferedPerSecond)}: {Finding.Of(summary)}");
                }
            }
        }
    }

    // The earliest of the laws that hold; each of them is a straight line here.
    private static double DrawCurve(Plot plot, IReadOnlyList<OnsetLaw> laws, string colour, double width)
    {
        var (from, requests, fastest) = (laws[0].SafePerSecond, laws[0].Requests, ((LogScale)plot.X).Maximum);
        foreach (var law in laws.Skip(1))
        {
            if (law.Requests < requests && law.AbovePerSecond < fastest)
            {
                Segment(law.AbovePerSecond, requests);
                plot.Svg.Line(plot.X[law.AbovePerSecond], plot.Y[requests / law.AbovePerSecond], plot.X[law.AbovePerSecond], plot.Y[law.Requests / law.AbovePerSecond], colour, 1, Dashed);
                (from, requests) = (law.AbovePerSecond, law.Requests);
            }
        }

        Segment(fastest, requests);
        return plot.Y[requests / fastest];

        void Segment(double to, double count) => plot.Svg.Path([(plot.X[from], plot.Y[count / from]), (plot.X[to], plot.Y[count / to])], colour, width);
    }
}
