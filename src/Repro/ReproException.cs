namespace Repro;

/// <summary>What kind of failure ends the program, and so with which exit code.</summary>
public enum FailureKind
{
    /// <summary>Something the user gave is wrong: exit code 2.</summary>
    BadInput,

    /// <summary>No lab can be had on this machine: exit code 3.</summary>
    NoLab,
}

/// <summary>A failure that the user can do something about.</summary>
/// <param name="kind">Decides the exit code.</param>
/// <param name="problem">What went wrong and where, in one sentence.</param>
/// <param name="remedy">What to do about it.</param>
public class ReproException(FailureKind kind, string problem, string remedy) : Exception(problem)
{
    /// <summary>Decides the exit code.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}
