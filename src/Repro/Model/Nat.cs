namespace Repro.Model;

/// <summary>
/// Source NAT before the backends: whatever connects to them comes from an address of the NAT's, and a port of its pool. Towards each
/// address and port of a backend each of its addresses has the whole pool.
/// </summary>
public sealed record Nat
{
    /// <summary>The lowest port of a pool.</summary>
    internal const int FirstPort = 1024;

    /// <summary>Ports of each address; 0: there is no NAT.</summary>
    public int Ports { get; init; }

    /// <summary>Its addresses.</summary>
    public int Addresses { get; init; } = 1;

    /// <summary>Whether a port is drawn even where the connection's own would do.</summary>
    public bool RandomFully { get; init; }
}
