using System.Runtime.InteropServices;
using Repro.Linux;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>Takes local ports before a load does: connections that are opened and closed at once, so that they sit in TIME_WAIT.</summary>
internal static class Prefill
{
    // What says that this port can't be had, and nothing about the next.
    private static readonly Outcome[] Taken =
        [Outcome.Of(Stage.Connect, Errno.AddressNotAvailable), Outcome.Of(Stage.Bind, Errno.AddressInUse)];

    // Where both ends are on one machine of several processors, up to a TIME_WAIT in forty is lost at once: the backend's ACK, sent by
    // one processor, is overtaken by its FIN, sent by another; TIME_WAIT answers the late ACK, the closed backend answers that with a
    // RST, and the RST ends the TIME_WAIT (RFC 1337, which the kernel heeds only with net.ipv4.tcp_rfc1337=1). Which are lost a dump
    // tells, and those are filled again.
    private const int MostPasses = 5;

    // After this long the last ACK of a connection has come, or never will.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Fills <paramref name="ports"/> of every tuple, or of every source where bind() picks the ports, in their order and over the
    /// tuples in turn. Blocks the calling thread, some tens of microseconds a port. A TIME_WAIT begins once the backend has closed too.
    /// </summary>
    /// <param name="tuples">The tuples of the host.</param>
    /// <param name="bind">
    /// Who picks the port under load, as it must be filled the same way: connect() skips a port that bind() has picked (fastreuse).
    /// </param>
    /// <param name="ports">Ports inside the namespace's range: outside it the kernel would pick any other.</param>
    public static PrefillResult Run(IReadOnlyList<OpenerSpec.Tuple> tuples, BindKind bind, IReadOnlyList<int> ports)
    {
        var ways = (bind == BindKind.Port ? tuples.DistinctBy(tuple => tuple.Source) : tuples.Distinct()).ToList();
        List<(int Port, int Way)> all = [.. from port in ports from way in Enumerable.Range(0, ways.Count) select (port, way)];
        var (lost, opened, filled) = (all, 1, new HashSet<(int Port, int Way)>());
        using var dump = new SocketDump();
        using var never = new ManualResetEvent(initialState: false);
        for (var pass = 0; pass < MostPasses && opened > 0; pass++)
        {
            if (pass > 0)
            {
                never.WaitOne(Settling);
                var held = Held(dump, ways, bind);
                lost = all.FindAll(one => !held.Contains(one));
            }

            opened = 0;
            foreach (var (port, way) in lost)
            {
                var (source, target) = ways[way];

                // A range of one port asks for it without binding to it.
                var refused = Fill(new LocalEnd(source, bind, new PortWindow(port, port), Abort: false), target);
                if (refused is null)
                {
                    opened++;
                    filled.Add((port, way));
                }
                else if (!Taken.Contains(refused))
                {
                    return new PrefillResult(filled.Count, refused, $"{source?.Name ?? "*:0"}→{target}");
                }
            }
        }

        return new PrefillResult(filled.Count, null, null);
    }

    // A way without a source has whichever the kernel chose; where bind() picks the port, it is the source's towards every target.
    private static HashSet<(int Port, int Way)> Held(SocketDump dump, List<OpenerSpec.Tuple> ways, BindKind bind)
    {
        var indices = ways.Index().ToDictionary(
            way => Key(
                way.Item.Source is { } source ? SocketEntry.Number(source.Address) : null,
                SocketEntry.Number(way.Item.Target.Address),
                way.Item.Target.Port),
            way => way.Index);
        var held = new HashSet<(int Port, int Way)>();
        dump.Read(socket =>
        {
            if (socket.HasPeer && (indices.TryGetValue(Key(socket.Source, socket.Destination, socket.DestinationPort), out var way)
                || indices.TryGetValue(Key(null, socket.Destination, socket.DestinationPort), out way)))
            {
                held.Add((socket.SourcePort, way));
            }
        });
        return held;

        (UInt128? Source, UInt128? Destination, int Port) Key(UInt128? source, UInt128 destination, int port) =>
            bind == BindKind.Port ? (source, null, 0) : (source, destination, port);
    }

    private static Outcome? Fill(LocalEnd local, Endpoint target)
    {
        if (LocalEnd.Open(local, target, 0, out var socket) is { } refused)
        {
            return refused;
        }

        var refusal = SocketCalls.Connect(socket, target.Kernel, target.Kernel.Size) == 0
            ? null
            : Outcome.Of(Stage.Connect, Marshal.GetLastPInvokeError());
        Descriptor.Close(socket);
        return refusal;
    }
}

/// <summary>What became of filling ports.</summary>
/// <param name="Filled">Ports that were filled, over all tuples.</param>
/// <param name="Error">What ended it early, or null. A port that was taken already is none: it is skipped and not counted.</param>
/// <param name="Tuple">The tuple of the error, as <c>source→target</c>.</param>
internal sealed record PrefillResult(int Filled, Outcome? Error, string? Tuple);
