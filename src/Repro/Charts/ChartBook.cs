using System.Collections.Concurrent;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>All figures of a run or of a comparison, and their files.</summary>
internal static class ChartBook
{
    /// <summary>How many pixels of a PNG one of the drawing's takes.</summary>
    public const int PngScale = 2;

    /// <summary>Draws every figure: those of the whole run first, then those of each case.</summary>
    public static IReadOnlyList<Figure> Draw(RunConclusions conclusions)
    {
        var run = conclusions.Summary;
        var legend = new Legend(run);
        // Each is drawn on its own: side by side.
        IEnumerable<Func<IEnumerable<Figure?>>> drawings =
        [
            () => [FailuresFigure.Draw(conclusions, legend)],
            () => [OnsetsFigure.Draw(run, legend)],
            () => [ThresholdsFigure.Draw(run, legend)],
            () => [OnsetOverRateFigure.Draw(run, legend)],
            () => [HeatMapFigure.Draw(run, legend)],
            () => [ConnectLatencyFigure.Draw(run, legend)],
            () => Topologies(run).Select((row, index) => index == 0
                ? TopologyFigure.Draw(run, row, legend.Name(row), "topology")
                : TopologyFigure.Draw(run, row, legend.Name(row), $"topology-{row.Id}") with { CaseId = row.Id }),
            .. run.Cases.Zip(conclusions.Series)
                .Where(pair => pair.First.Measured is not null)
                .Select(pair => new Func<IEnumerable<Figure?>>(() => OfCase(run, pair.First, pair.Second, legend.Name(pair.First)))),
        ];
        return [.. drawings.AsParallel().AsOrdered().SelectMany(draw => draw()).OfType<Figure>()];
    }

    /// <summary>Draws every figure of a comparison.</summary>
    public static IReadOnlyList<Figure> Draw(RunComparison comparison) =>
        [.. new[] { ComparedOnsetsFigure.Draw(comparison), ComparedThresholdsFigure.Draw(comparison) }.OfType<Figure>()];

    private static IEnumerable<Figure> OfCase(RunSummary run, CaseSummary row, CaseSeries series, string name) =>
    [
        TimelineFigure.Draw(run, row, series, name),
        StatesFigure.Draw(run, row, series, name),
        CpuFigure.Draw(run, row, series, name),
    ];

    // One for each lab that differs in what its hops can carry or in the hop that ran out. The baseline's comes first.
    private static IEnumerable<CaseSummary> Topologies(RunSummary run) => run.Cases
        .OrderByDescending(row => row.IsBaseline)
        .ThenByDescending(row => row is { HasFigures: true, RanOut: true })
        .ThenByDescending(row => row.OfferedPerSecond)
        .DistinctBy(row => (row.Topology, string.Join(' ', row.Hops.Select(hop => hop.CapacityPorts)), row.RanOut ? row.Hop : null));

    /// <summary>Writes each figure as SVG and as PNG.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="write">Writes a file by its name; on any thread.</param>
    public static void Write(IReadOnlyList<Figure> figures, Action<string, byte[]> write) =>
        // One at a time to each processor: those of the whole run are large, and would be left for the end.
        Parallel.ForEach(Partitioner.Create(figures, EnumerablePartitionerOptions.NoBuffering), figure =>
        {
            write(figure.Name + ".svg", figure.Drawing.Svg);
            write(figure.Name + ".png", figure.Drawing.ToPng(PngScale));
        });
}
