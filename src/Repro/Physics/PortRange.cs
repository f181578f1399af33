namespace Repro.Physics;

/// <summary>A range of local ports, both ends included, less the ports reserved inside it.</summary>
/// <param name="Low">First port, 1–65535.</param>
/// <param name="High">Last port, not below <paramref name="Low"/>.</param>
public readonly record struct PortRange(int Low, int High)
{
    /// <summary>The range of a kernel that was told nothing: 32768–60999.</summary>
    internal static PortRange KernelDefault { get; } = new(32768, 60999);

    /// <summary>Ports from end to end, reserved or not.</summary>
    public int Size => High - Low + 1;

    /// <summary>
    /// The ports that can be picked. A search by parity may miss one of a range of odd size: it looks at one port less (<c>remaining &amp;=
    /// ~1U</c> in __inet_hash_connect, net/ipv4/inet_hashtables.c, and in inet_csk_find_open_port, net/ipv4/inet_connection_sock.c), and
    /// reaches the first port only when it starts there. Of three ports it always starts at the first, and never reaches the third.
    /// </summary>
    /// <param name="reserved">Ports of net.ipv4.ip_local_reserved_ports; those outside the range don't matter.</param>
    /// <param name="search">In which order ports are tried.</param>
    internal int Usable(IReadOnlyCollection<PortRange> reserved, PortSearch search = PortSearch.ByParity)
    {
        var taken = new HashSet<int>();
        foreach (var hole in reserved)
        {
            for (var port = Math.Max(Low, hole.Low); port <= Math.Min(High, hole.High); port++)
            {
                taken.Add(port);
            }
        }

        if (Size == 3 && search != PortSearch.ByOne)
        {
            taken.Add(High);
        }

        return Size - taken.Count;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Low}–{High}";
}
