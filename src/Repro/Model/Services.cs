using Repro.Physics;

namespace Repro.Model;

/// <summary>
/// Services on the hosts that open the connections to the backends: each listens on a port of its own at every address of the host, and is
/// restarted again and again. One whose port somebody else has is tried again when its next restart is due, as a supervisor would.
/// </summary>
public sealed record Services
{
    /// <summary>Their ports, of each host; empty: there are none.</summary>
    public IReadOnlyList<PortRange> Ports { get; init; } = [];

    /// <summary>How long from a restart of a service to its next.</summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a restart leaves the port to others.</summary>
    public TimeSpan Down { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Their ports one by one, ascending.</summary>
    internal IEnumerable<int> Numbers =>
        Ports.SelectMany(range => Enumerable.Range(range.Low, range.Size)).Distinct().Order();

    /// <summary>How many a host has.</summary>
    internal int Count => Numbers.Count();

    /// <inheritdoc/>
    public bool Equals(Services? other) =>
        other is not null && Ports.SequenceEqual(other.Ports) && Restart == other.Restart && Down == other.Down;

    /// <inheritdoc/>
    public override int GetHashCode() => Ports.Aggregate(HashCode.Combine(Restart, Down), HashCode.Combine);
}
