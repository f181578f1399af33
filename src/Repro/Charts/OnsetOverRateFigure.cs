using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Time to the first failure over the rate: measured points on predicted curves, each of which rises from its threshold.</summary>
internal static class OnsetOverRateFigure
{
    private const double AxisWidth = 64;
    private const double LabelsWidth = 250;
    private const double LeastHeight = 300;
    private const double LaneHeight = 11;
    private const double MarginFactor = 1.6;
    private const double ArticlePerSecond = 230;
    private const double Rim = 2;
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

        var figure = new FigureBuilder(
            RunFinding.Title(run, Title(run)),
            "Time until the first failure over the rate, both logarithmic. Lines: predicted for a constant rate, each from the rate on "
            + "below which nothing fails; "
            + "pale: up to the threshold only a few do. "
            + "Dots: measured; above the plot, rates at which nothing failed.",
            string.Join(
                " ", labels.Select(row => $"{row.Label}: threshold {Format.Threshold(row.PredictedPerSecond, "none")} as predicted.")));
        var (slowest, fastest) = Rates(run, labels);
        var (soonest, latest) = Onsets(run, labels, fastest);
        var x = new LogScale(slowest, fastest, FigureBuilder.Margin + AxisWidth, figure.Right - LabelsWidth);
        var names = labels.ConvertAll(Name);
        var lanesTop = figure.Bottom + 20;
        // A lane for each label of which a rate did not fail, or that has no curve.
        var laneOf = labels.Where(row => row.Onsets.Count == 0 || Cases(run, row).Any(summary => summary.FirstFailureSeconds is not > 0))
            .Select((row, index) => (row.Label, Y: lanesTop + (index * LaneHeight) + 4))
            .ToDictionary(lane => lane.Label, lane => lane.Y);
        var lanesEnd = lanesTop + (laneOf.Count * LaneHeight) + 4;
        var top = lanesEnd + 30;
        var height = Math.Max(LeastHeight, LabelColumn.HeightOf(names, LabelsWidth - 8));
        var lanes = new Pane(figure.Page, x, new PixelScale(top, lanesTop));
        var pane = new Pane(figure.Page, x, new LogScale(soonest, latest, top + height, top));
        pane.FrameY("seconds until the first failure", 8, isBeside: true);
        pane.FrameX("requests per second, offered");
        figure.Page.Text(x.From, lanesTop - 6, "no failure", Palette.Muted, size: 12);
        var column = new LabelColumn(figure.Page, x.To + 8, LabelsWidth - 8);
        for (var i = 0; i < labels.Count; i++)
        {
            // Curves that coincide stay visible: each is thinner than the one below it.
            var above = Math.Min(MostRims, labels.Skip(i + 1).Count(other => Slowest(other) == Slowest(labels[i])));
            DrawLabel(
                pane, lanes, run, labels[i], legend.Colour(labels[i].Label), names[i], laneOf.GetValueOrDefault(labels[i].Label, lanesEnd),
                above * Rim, column);
        }

        if (HasArticle(run))
        {
            lanes.Line((ArticlePerSecond, lanesTop), (ArticlePerSecond, top + height), Palette.Ink, 1, Dotted);
        }

        lanes.Draw();
        pane.Draw();
        if (HasArticle(run))
        {
            DrawArticle(figure.Page, pane);
        }

        column.Draw(top, top + height);
        figure.Bottom = top + height + 42;
        return figure.Finish("onset-over-rate", Caption.Of(run));
    }

    private static double? Slowest(ThresholdSummary row) => row.Onsets.Count > 0 ? row.Onsets.Min(law => law.Requests) : null;

    private static string Title(RunSummary run)
    {
        var baseline = run.Thresholds.FirstOrDefault(row => row.IsBaseline) ?? run.Thresholds[0];
        var named = baseline.Label == "none" ? "Without a mitigation" : $"With {baseline.Label}";
        var of = baseline.Hop == run.Cases.FirstOrDefault(row => row.Label == baseline.Label)?.Hops[^1].Name ? "" : $" of {baseline.Hop}";
        return (baseline.CarriedPerSecond, baseline.FailedPerSecond, baseline.PredictedPerSecond) switch
        {
            ({ } carried, { } failed, { } predicted) =>
                $"{named}, the threshold{of} lies between {Format.Rate(carried)} and {Format.Rate(failed)}; {Format.Threshold(predicted)} "
                + "was predicted",
            (null, { } failed, { } predicted) =>
                $"{named}, {Format.Rate(failed)} runs out of ports; a threshold{of} of {Format.Threshold(predicted)} was predicted",
            ({ } carried, null, { } predicted) =>
                $"{named}, {Format.Rate(carried)} is carried; a threshold{of} of {Format.Threshold(predicted)} was predicted",
            (_, _, { } predicted) => $"{named}, a threshold{of} of {Format.Threshold(predicted)} was predicted",
            _ => "Time until the first failure over the rate",
        };
    }

    private static string Name(ThresholdSummary row) => $"{row.Label}: {Format.Threshold(row.PredictedPerSecond, "no threshold")}";

    private static IEnumerable<CaseSummary> Cases(RunSummary run, ThresholdSummary row) =>
        run.Cases.Where(summary => summary.Label == row.Label && summary.HasFigures);

    // Of a label's laws the first is its threshold; where another hop would run out, nobody has looked.
    // Where a tuple has the article's ports its rate is on the axis: it is what people compare with.
    private static (double Slowest, double Fastest) Rates(RunSummary run, IReadOnlyList<ThresholdSummary> labels)
    {
        var rates = labels.SelectMany(row =>
            Cases(run, row).Select(summary => summary.OfferedPerSecond).Concat(row.Onsets.Take(1).Select(law => law.SafePerSecond)))
            .Concat(HasArticle(run) ? [ArticlePerSecond] : Array.Empty<double>())
            .ToList();
        return (rates.Min() / MarginFactor, rates.Max() * MarginFactor);
    }

    private static (double Soonest, double Latest) Onsets(RunSummary run, IReadOnlyList<ThresholdSummary> labels, double fastest)
    {
        var onsets = labels.SelectMany(row => Cases(run, row).Select(summary => summary.FirstFailureSeconds).OfType<double>()
                .Concat(row.Onsets.Where(law => law.AbovePerSecond < fastest)
                    .SelectMany(law => new[] { law.Requests / law.SafePerSecond, law.Requests / fastest })))
            .Where(onset => onset > 0)
            .DefaultIfEmpty(1)
            .ToList();
        return (onsets.Min() / MarginFactor, onsets.Max() * MarginFactor);
    }

    private static bool HasArticle(RunSummary run) => run.Cases.Any(row => ArticleReadings.IsFullSize(row.Hops[^1].PortsPerTuple));

    private static void DrawArticle(Page page, Pane pane)
    {
        var x = pane.X[ArticlePerSecond];
        var right = x > (pane.X.From + pane.X.To) / 2;
        var at = right ? x - 6 : x + 6;
        page.Text(at, pane.Y.From - 24, "230/s: 28,000 ports held for 120 s,", Palette.Muted, right ? "end" : "start", 11, halo: true);
        page.Text(
            at, pane.Y.From - 10, "as an article on web services at scale has it", Palette.Muted, right ? "end" : "start", 11, halo: true);
    }

    private static void DrawLabel(
        Pane pane, Pane lanes, RunSummary run, ThresholdSummary row, string colour, string name, double lane,
        double rim, LabelColumn column)
    {
        using var inPane = pane.Group(("data-label", row.Label));
        using var inLanes = lanes.Group(("data-label", row.Label));
        if (row.Onsets.Count > 0)
        {
            column.Add(DrawCurve(pane, row.Onsets, colour, 1.75 + rim), name, colour, row.Label);
            var (safe, threshold) = (row.Onsets[0].SafePerSecond, row.Onsets[0].AbovePerSecond);
            var start = pane.Y[row.Onsets[0].Requests / threshold];
            if (safe < threshold)
            {
                lanes.Bar(safe, threshold, lane, start, colour, Pale);
            }

            lanes.Line((threshold, lane), (threshold, start), colour, 1, Dashed);
        }
        else
        {
            column.Add(lane, name, colour, row.Label);
        }

        if (row.Onsets.Count == 0 || Cases(run, row).Any(summary => summary.FirstFailureSeconds is not > 0))
        {
            lanes.Level(lane, Palette.Grid);
        }

        foreach (var summary in Cases(run, row))
        {
            var failed = summary.FirstFailureSeconds is > 0;
            var onto = failed ? pane : lanes;
            using (onto.Group(("data-case", summary.Id)))
            using (onto.Tip($"{row.Label} at {Format.Rate(summary.OfferedPerSecond)}: {Finding.Of(summary)}"))
            {
                onto.Dot(summary.OfferedPerSecond, failed ? summary.FirstFailureSeconds!.Value : lane, failed ? 5 + (rim / 2) : 4, colour);
            }
        }
    }

    // The earliest of the laws that hold; each of them is a straight line here.
    private static double DrawCurve(Pane pane, IReadOnlyList<OnsetLaw> laws, string colour, double width)
    {
        var (from, requests, fastest) = (laws[0].SafePerSecond, laws[0].Requests, pane.X.Maximum);
        foreach (var law in laws.Skip(1))
        {
            if (law.Requests < requests && law.AbovePerSecond < fastest)
            {
                Segment(law.AbovePerSecond, requests);
                pane.Line(
                    (law.AbovePerSecond, requests / law.AbovePerSecond),
                    (law.AbovePerSecond, law.Requests / law.AbovePerSecond), colour, 1, Dashed);
                (from, requests) = (law.AbovePerSecond, law.Requests);
            }
        }

        Segment(fastest, requests);
        return pane.Y[requests / fastest];

        void Segment(double to, double count) => pane.Curve([(from, count / from), (to, count / to)], colour, width);
    }
}
