using System.Net;
using Repro.Model;
using Repro.Sampling;
using Repro.Watching;

namespace Repro.Tests.Watching;

/// <summary>Looks at hosts that never were.</summary>
internal static class Looks
{
    public const int Hertz = 250;

    public static readonly Repro.Knobs.Kernel Kernel = new() { Hertz = Hertz };

    private static readonly UInt128 Source = SocketEntry.Number(IPAddress.Parse("10.0.0.1"));

    /// <summary>A host with 1,000 ports, of which some tuples have some.</summary>
    public static HostLook At(double seconds, params (string To, IEnumerable<SocketEntry> Sockets)[] tuples) => new(
        seconds,
        Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 33767").With(Sysctls.TcpTwReuseKey, "2"),
        1000,
        tuples.SelectMany(tuple => tuple.Sockets).CountBy(socket => socket.State).ToDictionary(),
        new HashSet<int>(),
        tuples.ToDictionary(tuple => Key(tuple.To), tuple => Look(tuple.Sockets)),
        new Dictionary<string, long>(),
        null);

    /// <summary>Sockets that went into TIME_WAIT one after the other, the last just now.</summary>
    /// <param name="count">How many.</param>
    /// <param name="perSecond">How many in a second.</param>
    /// <param name="ago">How long ago the last did, in seconds.</param>
    public static IEnumerable<SocketEntry> TimeWaits(int count, double perSecond, double ago = 0) =>
        Enumerable.Range(0, count).Select(n => new SocketEntry(
            TcpState.TimeWait, 32768 + n, 80, Source, Source, (int)(60_000 - (1000 * (ago + (n / perSecond))))));

    /// <summary>Sockets in a state.</summary>
    public static IEnumerable<SocketEntry> Open(TcpState state, int count) =>
        Enumerable.Range(0, count).Select(n => new SocketEntry(state, 32768 + n, 80, Source, Source, 0));

    public static HostReport Report(HostLook before, HostLook now) => 
        HostReading.Of(before, now, before.ToOpenLook(), Kernel, _ => []);

    private static TupleKey Key(string to) =>
        IPEndPoint.Parse(to) is var end ? new TupleKey(Source, SocketEntry.Number(end.Address), end.Port) : default;

    private static TupleLook Look(IEnumerable<SocketEntry> sockets)
    {
        var look = new TupleLook();
        foreach (var socket in sockets)
        {
            look.Add(socket);
        }

        return look;
    }
}
