namespace Repro.Progress;

/// <summary>What a case is doing.</summary>
public enum CasePhase
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>Hosts come up.</summary>
    Preparing,

    /// <summary>Requests are sent.</summary>
    Running,

    /// <summary>All is recorded.</summary>
    Done,

    /// <summary>It could not be run to its end.</summary>
    Failed,
}
