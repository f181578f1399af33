namespace Repro.Recording;

/// <summary>A file of a run is not as it was written.</summary>
/// <param name="problem">What is wrong, with its key where it has one.</param>
/// <param name="line">The line, from 1; null where that is not known.</param>
internal sealed class DamageException(string problem, long? line = null) : Exception(problem)
{
    /// <summary>The line, from 1; null where that is not known.</summary>
    public long? Line { get; } = line;
}
