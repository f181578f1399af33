using System.Collections.Concurrent;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>All figures of a run or of a comparison, and their files.</summary>
internal static class ChartBook
{
    /// <summary>How many pixels of a PNG one of the drawing's takes.</summary>
    public const int PngScale = 2;

    /// <summary>
    /// Draws every figure: those of the whole run first, then those of each case. One that can't be drawn leaves the others as they are.
    /// </summary>
    /// <param name="conclusions">The run.</param>
    /// <param name="undrawn">Those that can't.</param>
    public static IReadOnlyList<Figure> Draw(RunConclusions conclusions, out IReadOnlyList<UndrawnFigure> undrawn)
    {
        var run = conclusions.Summary;
        var legend = new Legend(run);
        // Each is drawn on its own: side by side.
        IEnumerable<(string Name, Func<IEnumerable<Figure?>> Draw)> drawings =
        [
            ("restarts", () => [RestartsFigure.Draw(run, legend)]),
            ("failures", () => [FailuresFigure.Draw(conclusions, legend)]),
            ("onsets", () => [OnsetsFigure.Draw(run, legend)]),
            ("thresholds", () => [ThresholdsFigure.Draw(run, legend)]),
            ("onset-over-rate", () => [OnsetOverRateFigure.Draw(run, legend)]),
            ("heat-map", () => [HeatMapFigure.Draw(run, legend)]),
            ("connect-latency", () => [ConnectLatencyFigure.Draw(run, legend)]),
            ("topology", () => Topologies(run).Select((row, index) => index == 0
                ? TopologyFigure.Draw(run, row, legend.Name(row), "topology")
                : TopologyFigure.Draw(run, row, legend.Name(row), $"topology-{row.Id}") with { CaseId = row.Id })),
            .. run.Cases.Zip(conclusions.Series)
                .Where(pair => pair.First.Measured is not null)
                .Select(pair =>
                    (pair.First.Id, new Func<IEnumerable<Figure?>>(() => OfCase(run, pair.First, pair.Second, legend.Name(pair.First))))),
        ];
        var drawn = drawings.AsParallel().AsOrdered().Select(drawing => Draw(drawing.Name, drawing.Draw)).ToList();
        undrawn = [.. drawn.Select(result => result.Undrawn).OfType<UndrawnFigure>()];
        return [.. drawn.SelectMany(result => result.Figures)];
    }

    private static (IReadOnlyList<Figure> Figures, UndrawnFigure? Undrawn) Draw(string name, Func<IEnumerable<Figure?>> draw)
    {
        try
        {
            return ([.. draw().OfType<Figure>()], null);
        }
        catch (Exception exception) when (Bug.Is(exception))
        {
            return ([], new UndrawnFigure(name, Bug.Spoilt("its charts can't be drawn", exception)));
        }
    }

    /// <summary>Draws every figure, all of which can be drawn.</summary>
    internal static IReadOnlyList<Figure> Draw(RunConclusions conclusions) =>
        Draw(conclusions, out var undrawn) is var figures && undrawn is []
            ? figures
            : throw new InvalidOperationException(undrawn[0].Reason);

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
    public static void Write(IReadOnlyList<Figure> figures, Action<string, Action<Stream>> write) =>
        // One at a time to each processor: those of the whole run are large, and would be left for the end.
        Parallel.ForEach(Partitioner.Create(figures, EnumerablePartitionerOptions.NoBuffering), figure =>
        {
            write(figure.Name + ".svg", file => file.Write(figure.Drawing.Svg));
            write(figure.Name + ".png", file => figure.Drawing.WritePng(PngScale, file));
        });
}
