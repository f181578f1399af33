using System.Buffers.Binary;
using System.Net;
using Repro.Model;
using Repro.Recording;
using Repro.Sampling;

namespace Repro.Tests.Sampling;

public sealed class DumpedSocketsTests
{
    [Fact]
    [Trait("Fault", "B9")]
    public void A_socket_between_bind_and_connect_is_no_tuple()
    {
        var sockets = new DumpedSockets();
        sockets.Add(Socket(TcpState.Established, 40000, "198.18.0.6", 81));
        sockets.Add(Socket(TcpState.TimeWait, 40001, "198.18.0.6", 81));
        sockets.Add(Socket(TcpState.Close, 40002, "0.0.0.0", 0));

        var line = sockets.AddTo(Empty);

        Assert.Equal(new TupleUse("198.18.0.5", "198.18.0.6:81", 2, 1, 1), Assert.Single(line.Tuples!));
        Assert.Equal(1, line.States![TcpState.Close]);
    }

    [Fact]
    public void Ports_that_were_accepted_are_the_listeners_and_none_of_the_range()
    {
        var sockets = new DumpedSockets();
        sockets.Add(Socket(TcpState.Listen, 81, "0.0.0.0", 0));
        sockets.Add(Socket(TcpState.Established, 81, "198.18.0.6", 40_000));
        sockets.Add(Socket(TcpState.TimeWait, 40_001, "198.18.0.6", 81));

        var line = sockets.AddTo(Empty);

        Assert.Equal(new TupleUse("198.18.0.5", "198.18.0.6:81", 1, 0, 1), Assert.Single(line.Tuples!));
        Assert.Equal(
            new Dictionary<TcpState, int> { [TcpState.Listen] = 1, [TcpState.Established] = 1, [TcpState.TimeWait] = 1 }, line.States);
    }

    [Fact]
    public void A_connection_that_ends_while_it_is_dumped_has_no_port_and_is_no_tuple()
    {
        var sockets = new DumpedSockets();
        sockets.Add(Socket(TcpState.Listen, 81, "0.0.0.0", 0));
        sockets.Add(Socket(TcpState.Close, 0, "198.18.0.6", 40_000));

        var line = sockets.AddTo(Empty);

        Assert.Empty(line.Tuples!);
        Assert.Equal(1, line.States![TcpState.Close]);
    }

    [Fact]
    public void A_port_of_IPv6_is_towards_an_address_in_brackets()
    {
        var sockets = new DumpedSockets();
        sockets.Add(Socket(TcpState.TimeWait, 40_000, "fd00::6", 81) with { Source = Number("fd00::5") });

        Assert.Equal(new TupleUse("fd00::5", "[fd00::6]:81", 1, 0, 1), Assert.Single(sockets.AddTo(Empty).Tuples!));
    }

    [Fact]
    public void A_dump_has_nothing_of_the_one_before_it()
    {
        var sockets = new DumpedSockets();
        sockets.Add(Socket(TcpState.Listen, 40_000, "0.0.0.0", 0));
        sockets.Add(Socket(TcpState.TimeWait, 40_001, "198.18.0.6", 81) with { ExpiresMilliseconds = 5000 });
        sockets.Clear();
        sockets.Add(Socket(TcpState.Established, 40_000, "198.18.0.7", 81));

        var line = sockets.AddTo(Empty);

        Assert.Equal(new TupleUse("198.18.0.5", "198.18.0.7:81", 1, 1, 0), Assert.Single(line.Tuples!));
        Assert.Equal(TcpState.Established, Assert.Single(line.States!).Key);
        Assert.Null(line.TimeWaitLeft);
    }

    [Fact]
    public void Taking_the_same_sockets_again_allocates_nothing()
    {
        var sockets = new DumpedSockets();
        var entries = Enumerable.Range(0, 2000)
            .Select(port => Socket(TcpState.TimeWait, 40_000 + port, "198.18.0.6", 81 + (port % 20))).ToArray();
        long TakeAll()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            sockets.Clear();
            foreach (var entry in entries)
            {
                sockets.Add(entry);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        TakeAll();
        Assert.Equal(0, TakeAll());
    }

    private static SocketsLine Empty => new() { Host = "proxy", Counters = new Dictionary<string, long>() };

    private static SocketEntry Socket(TcpState state, int port, string destination, int destinationPort) =>
        new(state, port, destinationPort, Number("198.18.0.5"), Number(destination), 0);

    private static UInt128 Number(string address) =>
        BinaryPrimitives.ReadUInt128BigEndian(IPAddress.Parse(address).MapToIPv6().GetAddressBytes());
}
