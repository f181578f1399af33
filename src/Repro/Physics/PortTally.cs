namespace Repro.Physics;

/// <summary>What the port tables of a model count together.</summary>
internal sealed class PortTally
{
    /// <summary>Ports with a connection on them, in whatever state, those that may be taken over included.</summary>
    public long Held { get; set; }

    /// <summary>Ports that connect() can't have now.</summary>
    public long Blocked { get; set; }

    /// <summary>Ports that had a connection at any time.</summary>
    public long EverUsed { get; set; }

    /// <summary>Connections that took a TIME_WAIT over: the counter TWRecycled.</summary>
    public long TakenOver { get; set; }
}
