namespace Repro.Scenarios;

/// <summary>The verdicts that a scenario may expect.</summary>
public static class Verdicts
{
    /// <summary>The baseline ran out of ports.</summary>
    public const string Exhausted = "exhausted";

    /// <summary>No failure, and none in the baseline either.</summary>
    public const string Carried = "carried";

    /// <summary>The baseline ran out, this did not.</summary>
    public const string Averted = "averted";

    /// <summary>Ran out later than the baseline.</summary>
    public const string Delayed = "delayed";

    /// <summary>Ran out when the baseline did.</summary>
    public const string NoEffect = "no effect";

    /// <summary>Ran out before the baseline, or where the baseline did not.</summary>
    public const string Worse = "worse";

    /// <summary>Says nothing: the case was starved, or its knob did not act. Not to be expected.</summary>
    public const string Invalid = "invalid";

    /// <summary>The words that <c>expect</c> takes.</summary>
    public static IReadOnlyList<string> Expectable { get; } = [Exhausted, Carried, Averted, Delayed, NoEffect, Worse];
}
