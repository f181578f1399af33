using System.Diagnostics;

namespace Repro.Control;

/// <summary>What a node's clock said when it was heard: the node may run on another machine.</summary>
/// <param name="Nanoseconds">CLOCK_MONOTONIC there, which all hosts of a lab share.</param>
/// <param name="Heard">This process' clock then, as <see cref="Stopwatch"/> counts.</param>
internal sealed record NodeClock(long Nanoseconds, long Heard)
{
    /// <summary>The node's clock, as far as it can be told from here; late by what the line took to come.</summary>
    public long Now => Nanoseconds + (long)(Stopwatch.GetElapsedTime(Heard).TotalSeconds * 1e9);
}
