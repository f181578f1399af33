namespace Repro.Doctor;

/// <summary>A part of this machine that labs use, as it was found.</summary>
/// <param name="Group">What it is a part of.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">A word of <see cref="PartState"/>.</param>
/// <param name="Found">What was found.</param>
/// <param name="NeededFor">What it is needed for.</param>
/// <param name="Remedy">What to do about it, as a run that is refused for want of it says; null where nothing has to be done.</param>
public sealed record ExaminedPart(string Group, string Name, string State, string Found, string NeededFor, string? Remedy = null)
{
    /// <summary>Labs without which there is none of that kind: <c>netns</c>; empty for what some scenarios use.</summary>
    public IReadOnlyList<string> RequiredBy { get; init; } = [];
}

/// <summary>How a part was found.</summary>
public static class PartState
{
    /// <summary>It is there.</summary>
    public const string Ok = "ok";

    /// <summary>It is there, and less than some scenarios take.</summary>
    public const string Limited = "limited";

    /// <summary>It is not there.</summary>
    public const string Missing = "missing";
}
