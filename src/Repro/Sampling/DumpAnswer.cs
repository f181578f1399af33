namespace Repro.Sampling;

/// <summary>The kernel's answer to a dump, as it came. It is used again for each dump.</summary>
internal sealed class DumpAnswer
{
    // Datagrams have up to 32 KiB (netlink_dump, net/netlink/af_netlink.c).
    private const int LargestDatagram = 1 << 15;

    private readonly List<byte[]> rooms = [];
    private readonly List<int> lengths = [];

    /// <summary>Forgets what it has taken.</summary>
    public void Clear() => lengths.Clear();

    /// <summary>Where the next datagram goes.</summary>
    public byte[] Room()
    {
        if (rooms.Count == lengths.Count)
        {
            rooms.Add(GC.AllocateUninitializedArray<byte>(LargestDatagram));
        }

        return rooms[lengths.Count];
    }

    /// <summary>Takes what has gone there.</summary>
    /// <param name="length">Bytes of it.</param>
    public void Add(int length) => lengths.Add(length);

    /// <summary>Hands every socket to <paramref name="each"/>.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public void Read(Action<SocketEntry> each)
    {
        for (var index = 0; index < lengths.Count; index++)
        {
            SocketDump.Parse(rooms[index].AsSpan(0, lengths[index]), each);
        }
    }
}
