namespace Repro.Physics;

/// <summary>A range of local ports, both ends included, less the ports reserved inside it.</summary>
/// <param name="Low">First port, 1–65535.</param>
/// <param name="High">Last port, not below <paramref name="Low"/>.</param>
public readonly record struct PortRange(int Low, int High)
{
    /// <summary>The range of a kernel that was told nothing: 32768–60999.</summary>
    public static PortRange KernelDefault { get; } = new(32768, 60999);

    /// <summary>Ports from end to end, reserved or not.</summary>
    public int Size => High - Low + 1;

    /// <summary>
    /// The ports that connect() can pick. Of a range of odd size it may miss one: the search then reaches the first port only when it
    /// starts there (<c>remaining &amp;= ~1U</c> in __inet_hash_connect, net/ipv4/inet_hashtables.c).
    /// </summary>
    /// <param name="reserved">Ports of net.ipv4.ip_local_reserved_ports; those outside the range don't matter.</param>
    public int Usable(IReadOnlyCollection<PortRange> reserved)
    {
        var taken = new HashSet<int>();
        foreach (var hole in reserved)
        {
            for (var port = Math.Max(Low, hole.Low); port <= Math.Min(High, hole.High); port++)
            {
                taken.Add(port);
            }
        }

        return Size - taken.Count;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Low}–{High}";
}
