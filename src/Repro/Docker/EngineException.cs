namespace Repro.Docker;

/// <summary>A call to the engine that went wrong, or an engine that can't be found.</summary>
/// <param name="problem">The call, where, and the cause, in one sentence.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="status">The HTTP status of the engine's answer; null where it gave none, or failed in the middle of one.</param>
internal sealed class EngineException(string problem, string remedy, int? status = null)
    : ReproException(FailureKind.NoLab, problem, remedy)
{
    /// <summary>The HTTP status of the engine's answer; null where it gave none, or failed in the middle of one.</summary>
    public int? Status { get; } = status;
}
