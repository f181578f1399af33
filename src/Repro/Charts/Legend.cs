using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>
/// What the cases of a run are called, and the colour of each label: the same in every figure, on the page and beside it.
/// </summary>
internal sealed class Legend
{
    private readonly Dictionary<string, string> colours = [];

    public Legend(params IReadOnlyList<RunSummary> runs)
    {
        var cases = runs.SelectMany(run => run.Cases).ToList();
        HasRates = cases.Select(summary => summary.OfferedPerSecond).Distinct().Count() > 1;
        Labels = [.. cases.Select(summary => summary.Label).Distinct()];
        // The first colour is the baseline's, wherever it stands.
        var baseline = cases.Find(summary => summary.IsBaseline)?.Label;
        foreach (var label in Labels.OrderByDescending(label => label == baseline))
        {
            colours[label] = Palette.Label(colours.Count + (baseline is null ? 1 : 0));
        }
    }

    /// <summary>The labels, in the order of the run.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Whether cases differ in their rate.</summary>
    public bool HasRates { get; }

    /// <summary>The colour of a label.</summary>
    public string Colour(string label) => colours[label];

    /// <summary>The cases of a run as rows.</summary>
    public static IReadOnlyList<RowKey> RowsOf(RunSummary run) =>
        [.. run.Cases.Select(row => new RowKey(row.Id, row.Label, row.OfferedPerSecond))];

    /// <summary>A case among all cases of the run.</summary>
    public string Name(CaseSummary summary) => HasRates ? $"{summary.Label} at {Format.Rate(summary.OfferedPerSecond)}" : summary.Label;
}
