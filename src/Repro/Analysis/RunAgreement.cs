using System.Text.Json.Serialization;

namespace Repro.Analysis;

/// <summary>How far runs agree.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Agreement>))]
public enum Agreement
{
    /// <summary>They have nothing in common that could be compared.</summary>
    NothingShared,

    /// <summary>A case has another verdict in one of them than in the others.</summary>
    OtherVerdicts,

    /// <summary>No case has a first failure in more than one of them.</summary>
    NoValues,

    /// <summary>The values are the same, as far as they are written.</summary>
    Same,

    /// <summary>They differ by no more than two runs of the same conditions do.</summary>
    Agree,

    /// <summary>They differ by more.</summary>
    Differ,
}

/// <summary>Whether runs agree in something that they have in common.</summary>
/// <param name="Kind">How far.</param>
/// <param name="Shared">Cases or labels that more than one run has a valid value of.</param>
/// <param name="Others">Cases with another verdict.</param>
/// <param name="Most">The id of the case, or the label, that differs the most or has another verdict; null where none does.</param>
/// <param name="Spread">Its largest value ÷ its smallest; null where there is none.</param>
public sealed record RunAgreement(Agreement Kind, int Shared, int Others, string? Most, double? Spread)
{
    // Onsets that differ by less agree: what an onset of one run differs by from the same run's once more.
    private const double SameOnset = 1.02;

    // A measured threshold is a mean over a few hold times: it is less sharp than an onset.
    private const double SameThreshold = 1.05;
    private const double NoDifference = 1.0005;

    internal static RunAgreement OfCases(IReadOnlyList<ComparedCase> cases)
    {
        var shared = cases.Where(row => row.Results.Count(result => result is { HasFigures: true }) > 1).ToList();
        var others = shared.Where(row => !row.SameVerdict).ToList();
        return shared.Count == 0 ? new RunAgreement(Agreement.NothingShared, 0, 0, null, null)
            : others.Count > 0 ? new RunAgreement(Agreement.OtherVerdicts, shared.Count, others.Count, others[0].Id, others[0].Spread)
            : Of(
                shared.Count,
                shared.Where(row => row.Spread is not null).MaxBy(row => row.Spread) is { } most ? (most.Id, most.Spread!.Value) : null,
                SameOnset);
    }

    internal static RunAgreement OfThresholds(IReadOnlyList<ComparedThreshold> thresholds)
    {
        var shared = thresholds.Where(row => row.Spread is not null).ToList();
        return shared.MaxBy(row => row.Spread) is { } most
            ? Of(shared.Count, (most.Label, most.Spread!.Value), SameThreshold)
            : new RunAgreement(Agreement.NothingShared, 0, 0, null, null);
    }

    private static RunAgreement Of(int shared, (string Name, double Spread)? most, double same) => most is var (name, spread)
        ? new RunAgreement(
            spread <= NoDifference ? Agreement.Same : spread <= same ? Agreement.Agree : Agreement.Differ, shared, 0, name, spread)
        : new RunAgreement(Agreement.NoValues, shared, 0, null, null);
}
