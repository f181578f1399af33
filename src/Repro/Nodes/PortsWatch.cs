namespace Repro.Nodes;

/// <summary>
/// Whether a program that nobody can ask has run out of ports, by what the kernel counts: all that it has are taken, and it opens no
/// connection any more. That alone tells it from one that takes ports over from TIME_WAIT, whose ports are all taken too.
/// </summary>
/// <param name="ports">How many it has.</param>
/// <param name="patience">For how long none is to be opened, in nanoseconds.</param>
internal sealed class PortsWatch(long ports, long patience)
{
    private FullTuple? full;

    /// <summary>When its last port was taken, and how many connections it had opened by then; null while it has not run out.</summary>
    public FullTuple? RanOut { get; private set; }

    /// <summary>Takes what the kernel says.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="taken">Ports that are taken, in whatever state.</param>
    /// <param name="opened">Connections that have been opened so far.</param>
    /// <param name="isTrying">Whether it may want more: one that has ended by itself, and well, had enough.</param>
    public void Look(long now, long taken, long opened, bool isTrying)
    {
        if (RanOut is not null)
        {
            return;
        }

        if (taken < ports || !isTrying)
        {
            full = null;
        }
        else if (full is not { } since || since.Opened != opened)
        {
            full = new FullTuple(now, opened);
        }
        else if (now - since.Nanoseconds >= patience)
        {
            RanOut = since;
        }
    }
}

/// <summary>A moment at which all ports were taken.</summary>
/// <param name="Nanoseconds">The moment, by CLOCK_MONOTONIC.</param>
/// <param name="Opened">Connections that had been opened by then.</param>
internal readonly record struct FullTuple(long Nanoseconds, long Opened);
