using System.Globalization;
using System.Text.Json.Serialization;
using Repro.Expectations;

namespace Repro.Analysis;

/// <summary>What a scenario expects of one figure of a case, and what came of it.</summary>
/// <param name="Figure">The figure's key.</param>
/// <param name="Expected">What it was to be, as the scenario writes it.</param>
/// <param name="Measured">What it is, as people read it; null where nothing was measured.</param>
/// <param name="Value">The same as a number: seconds, per second, or a count; null for a word, and for what is no one number.</param>
/// <param name="Outcome">A word of <see cref="ExpectationOutcome"/>.</param>
/// <param name="Reason">Why it was not met although nothing contradicts it, or why it can't be judged; null elsewhere.</param>
/// <param name="File">Where the scenario says so, as it was given to the run; null in runs that are older than this.</param>
/// <param name="Line">The line in it, from 1; null where it has none, as the command line said so.</param>
/// <param name="Column">The column, likewise.</param>
public sealed record JudgedExpectation(
    string Figure,
    string Expected,
    string? Measured,
    double? Value,
    string Outcome,
    string? Reason,
    string? File,
    long? Line,
    long? Column)
{
    /// <summary>Where the scenario says so, as editors and terminals open it; null where nobody knows.</summary>
    [JsonIgnore]
    public string? Place => Line is null ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");

    /// <summary>Whether it is the verdict.</summary>
    [JsonIgnore]
    internal bool IsVerdict => Figure == ExpectableFigures.Verdict.Name;

    /// <summary>What is, for a sentence: the figure as it was measured, or why it is not known.</summary>
    [JsonIgnore]
    public string Found => (Measured, Reason) switch
    {
        (null, var reason) => $"nothing that could be judged: {reason}",
        (var measured, null) => measured,
        var (measured, reason) => $"{measured}, {reason}",
    };
}

/// <summary>What can come of an expectation.</summary>
public static class ExpectationOutcome
{
    /// <summary>It came out as expected.</summary>
    public const string Met = "met";

    /// <summary>It did not, or the run does not tell: the run exits with 1.</summary>
    public const string NotMet = "not met";

    /// <summary>The case is invalid, or what it is compared with is: neither met nor broken.</summary>
    public const string NotJudged = "not judged";

    /// <summary>The case was not run, as this kernel lacks what it needs.</summary>
    public const string Skipped = "skipped";
}
