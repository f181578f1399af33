using System.Globalization;
using Repro.Knobs;
using Repro.Model;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>One mitigation, or several together, at one point of the matrix.</summary>
public sealed record PlannedCase
{
    /// <summary>
    /// The mitigation's name as the catalogue or the scenario has it: <c>wider-range</c>, <c>tw-reuse + more-destinations</c>.
    /// </summary>
    public required string Mitigation { get; init; }

    /// <summary>The same with factors, fit for a folder's name: <c>wider-range-2</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The same as people read it: <c>wider-range ×2</c>.</summary>
    public required string MitigationLabel { get; init; }

    /// <summary>Values of the matrix other than the rate, as <c>backends.delay=1s</c>; empty for none.</summary>
    public required string Point { get; init; }

    /// <summary>What the mitigation changes, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>When it is unsafe; null for one of the scenario's own.</summary>
    public required string? Risk { get; init; }

    /// <summary>What the scenario expects of it.</summary>
    public IReadOnlyList<Expectation> Expected { get; init; } = [];

    /// <summary>Why it can't run on this kernel; null for a case that can.</summary>
    public required string? PredictedOnly { get; init; }

    /// <summary>The scenario's conditions with the mitigation applied.</summary>
    public required Conditions Conditions { get; init; }

    /// <summary>What the formulas say.</summary>
    public Prediction Prediction => Foreseen.Value;

    /// <summary>The same, not worked out before somebody asks: some loads have to be gone through request by request for it.</summary>
    public required Lazy<Prediction> Foreseen { get; init; }

    /// <summary>Readable, stable, fit for a folder's name: <c>wider-range-2@500</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Key}@{Conditions.Load.Rate.PerSecond:0.######}")
        + string.Concat(Point.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(value => $",{Safe(value)}"));

    /// <summary>Mitigation and point of the matrix, without the rate: cases of one label differ in their rate alone.</summary>
    public string Label => Point.Length == 0 ? MitigationLabel : $"{MitigationLabel}, {Point}";

    /// <summary>Whether the others are compared with this one.</summary>
    public bool IsBaseline => Mitigation == Catalogue.Baseline;

    /// <summary>What a scenario's expectations may call it, the name that means the fewest cases first.</summary>
    internal IEnumerable<string> Names => new[] { Id, Key, MitigationLabel, Mitigation }.Distinct();

    /// <summary>The names that an expectation means: a scenario's list may write the factor's sign as a letter.</summary>
    internal static IEnumerable<string> Spellings(string name) =>
        new[] { name, name.Replace(" x", " ×", StringComparison.Ordinal) }.Distinct();

    /// <summary>The same at another rate.</summary>
    internal PlannedCase At(double ratePerSecond, TimeSpan duration, Kernel kernel)
    {
        var conditions = Conditions with { Load = Conditions.Load with { Rate = new Rate(ratePerSecond), Duration = duration } };
        return this with { Conditions = conditions, Foreseen = new(() => Prediction.Of(conditions, kernel)) };
    }

    private static string Safe(string value) =>
        string.Concat(value.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '=' ? letter : '-'));
}
