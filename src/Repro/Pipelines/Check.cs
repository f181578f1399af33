using System.Globalization;

namespace Repro.Pipelines;

/// <summary>One thing that a job is told of: what was looked at, and what came of it.</summary>
/// <param name="Group">What it belongs to: a case's id.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Message">What was expected and what there is; null where all is well.</param>
internal sealed record Check(string Group, string Name, CheckOutcome Outcome, string? Message)
{
    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The file that says so; null where none does.</summary>
    public string? File { get; init; }

    /// <summary>The line in it, from 1; null where there is none.</summary>
    public long? Line { get; init; }

    /// <summary>The column, likewise.</summary>
    public long? Column { get; init; }

    /// <summary>Where that is, as editors and terminals open it; null where nobody knows.</summary>
    public string? Place => Line is null ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}

/// <summary>What came of a check.</summary>
internal enum CheckOutcome
{
    /// <summary>It is as it has to be.</summary>
    Passed,

    /// <summary>It is not.</summary>
    Failed,

    /// <summary>Nothing can be said, as what it stands on is invalid.</summary>
    Error,

    /// <summary>It was not looked at.</summary>
    Skipped,
}

/// <summary>The checks of one run, or of two that are compared.</summary>
/// <param name="Name">What they are of.</param>
/// <param name="Started">When that began, UTC, ISO 8601.</param>
/// <param name="Headline">What came of it, in a sentence.</param>
/// <param name="Checks">The checks.</param>
internal sealed record CheckList(string Name, string Started, string Headline, IReadOnlyList<Check> Checks);
