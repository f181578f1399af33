using System.Net;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Watching;

/// <summary>What connections share the ports of the range by: a source address, a destination address and a destination port.</summary>
/// <param name="Source">The source address, as sock_diag's number.</param>
/// <param name="Destination">The destination address, likewise.</param>
/// <param name="DestinationPort">The destination port.</param>
internal readonly record struct TupleKey(UInt128 Source, UInt128 Destination, int DestinationPort)
{
    /// <summary>Whether a port in TIME_WAIT may be taken over by the rule for the loopback.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(SocketEntry.Address(Source)) || IPAddress.IsLoopback(SocketEntry.Address(Destination));

    /// <summary>The source address as text.</summary>
    public string From => SocketEntry.Address(Source).ToString();

    /// <summary>The destination's address and port as text.</summary>
    public string To => new IPEndPoint(SocketEntry.Address(Destination), DestinationPort).ToString();
}

/// <summary>The ports of the range that one tuple has in use, at one moment.</summary>
internal sealed class TupleLook
{
    // Enough to name who it is.
    private const int MostInodes = 32;

    private readonly int[] states = new int[Enum.GetValues<TcpState>().Length];
    private readonly List<int> left = [];
    private readonly List<uint> inodes = [];

    /// <summary>Ports in use.</summary>
    public int Ports { get; private set; }

    /// <summary>What each TIME_WAIT has left, in milliseconds.</summary>
    public IReadOnlyList<int> TimeWaitLeft => left;

    /// <summary>Ports of sockets in any other state.</summary>
    public int Open => Ports - left.Count;

    /// <summary>Inodes of some of the sockets that a process has open.</summary>
    public IReadOnlyList<uint> Inodes => inodes;

    /// <summary>Ports of sockets in a state.</summary>
    public int In(TcpState state) => states[(int)state];

    /// <summary>Takes one of its sockets.</summary>
    public void Add(SocketEntry entry)
    {
        Ports++;
        states[(int)entry.State]++;
        if (entry.State == TcpState.TimeWait)
        {
            left.Add(entry.ExpiresMilliseconds);
        }
        else if (entry.Inode != 0 && inodes.Count < MostInodes)
        {
            inodes.Add(entry.Inode);
        }
    }
}
