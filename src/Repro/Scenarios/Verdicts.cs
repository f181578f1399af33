namespace Repro.Scenarios;

/// <summary>The verdicts that a scenario may expect.</summary>
public static class Verdicts
{
    /// <summary>Ran out of ports; said of the baseline, and of a case that has none at its rate.</summary>
    public const string Exhausted = "exhausted";

    /// <summary>No failure, and none in the baseline either, if there is one at its rate.</summary>
    public const string Carried = "carried";

    /// <summary>The baseline ran out, this did not.</summary>
    public const string Averted = "averted";

    /// <summary>Ran out later than the baseline.</summary>
    public const string Delayed = "delayed";

    /// <summary>Ran out when the baseline did.</summary>
    public const string NoEffect = "no effect";

    /// <summary>Ran out before the baseline, or where the baseline did not, or carried fewer requests after running out.</summary>
    public const string Worse = "worse";

    /// <summary>Ran out when the baseline did, and carried more requests after that.</summary>
    public const string Eased = "eased";

    /// <summary>No request failed, and the load was over before ports were predicted to run out.</summary>
    public const string Finished = "finished";

    /// <summary>Services were restarted, and each found its port free.</summary>
    public const string Kept = "kept";

    /// <summary>Services were restarted, and found their port taken by a connection of their own host.</summary>
    public const string Taken = "taken";

    /// <summary>So near to a threshold, or to the baseline, that chance decided: takes no side.</summary>
    public const string Borderline = "borderline";

    /// <summary>Its baseline was to be run and says nothing, so that there is nothing to compare with. Not to be expected.</summary>
    public const string NotCompared = "not compared";

    /// <summary>Was not run, as this kernel lacks what it needs: there is a prediction and no measurement.</summary>
    public const string PredictedOnly = "predicted only";

    /// <summary>Says nothing: the case was starved, or its knob did not act. Not to be expected.</summary>
    public const string Invalid = "invalid";

    /// <summary>Whether a verdict is one beside a baseline, so that it can't be without one.</summary>
    internal static bool IsComparison(string verdict) => verdict is Averted or Delayed or Eased or NoEffect or Worse;

    /// <summary>Whether a verdict is one about services: the only ones that a case with services has.</summary>
    internal static bool IsOfServices(string verdict) => verdict is Kept or Taken;

    /// <summary>The words that <c>expect</c> takes.</summary>
    internal static IReadOnlyList<string> Expectable { get; } =
        [Exhausted, Carried, Averted, Delayed, Eased, NoEffect, Worse, Finished, Kept, Taken, Borderline, PredictedOnly];
}
