using System.Net;
using Repro.Linux;
using Repro.Model;
using Repro.Recording;
using Repro.Sampling;

namespace Repro.Tests.Sampling;

public sealed class ConntrackDumpTests
{
    private const ushort EntryType = 0x100;
    private const ushort DoneType = 3;

    [Fact]
    public void Parse_Entries_WhatTheOtherEndSeesOfEach()
    {
        var found = new List<TrackedConnection>();
        var answer = Entries((6, 3), (6, 7), (17, 0)).Add(DoneType, 2, 0, 0).ToArray();

        Assert.True(ConntrackDump.Parse(answer, found.Add));
        // That of UDP is none of TCP's.
        Assert.Equal(
            [
                new TrackedConnection(TcpState.Established, IPEndPoint.Parse("198.18.0.5:1024"), IPEndPoint.Parse("198.18.0.6:81")),
                new TrackedConnection(TcpState.TimeWait, IPEndPoint.Parse("198.18.0.5:1024"), IPEndPoint.Parse("198.18.0.6:81")),
            ],
            found);
    }

    [Fact]
    public void Parse_NoEnd_MoreIsToCome() => Assert.False(ConntrackDump.Parse(Entries((6, 3)).ToArray(), _ => { }));

    [Theory]
    [InlineData(4)]
    [InlineData(200)]
    public void Parse_CutAnywhere_NoMoreThanAnError(int length)
    {
        var answer = Entries((6, 3), (6, 7)).ToArray().AsSpan(0, length).ToArray();
        var thrown = Record.Exception(() => ConntrackDump.Parse(answer, _ => { }));

        Assert.True(thrown is null or IOException, $"{thrown}");
    }

    [Fact]
    public void Counted_Entries_ByStateAndByTuple()
    {
        var towards = IPEndPoint.Parse("198.18.0.6:81");
        var first = IPEndPoint.Parse("198.18.0.5:1024");
        var second = IPEndPoint.Parse("198.18.0.5:1025");
        var line = ConntrackDump.Counted(
            new SocketsLine { Host = "nat", Counters = new Dictionary<string, long>() },
            [
                new(TcpState.Established, first, towards), new(TcpState.TimeWait, second, towards),
                new(TcpState.TimeWait, first, IPEndPoint.Parse("198.18.0.6:82")),
            ]);

        Assert.Equal(new Dictionary<TcpState, int> { [TcpState.Established] = 1, [TcpState.TimeWait] = 2 }, line.States);
        Assert.Equal(
            [new TupleUse("198.18.0.5", "198.18.0.6:81", 2, 1, 1), new TupleUse("198.18.0.5", "198.18.0.6:82", 1, 0, 1)], line.Tuples);
    }

    [Fact]
    public void A_port_that_is_taken_over_during_the_dump_counts_once()
    {
        var (given, towards) = (IPEndPoint.Parse("198.18.0.5:1024"), IPEndPoint.Parse("198.18.0.6:81"));
        var line = ConntrackDump.Counted(
            new SocketsLine { Host = "nat", Counters = new Dictionary<string, long>() },
            [new(TcpState.TimeWait, given, towards), new(TcpState.Established, given, towards)]);

        Assert.Equal(new TupleUse("198.18.0.5", "198.18.0.6:81", 1, 1, 0), Assert.Single(line.Tuples!));
    }

    // An entry as ctnetlink tells it: both directions, the reply's after the translation, and the state.
    private static NetlinkMessage Entries(params IReadOnlyList<(int Protocol, int State)> entries)
    {
        var message = new NetlinkMessage();
        foreach (var (protocol, state) in entries)
        {
            message.Add(EntryType, 2, 2, 0, () =>
            {
                Tuple(1, [198, 18, 0, 1], [198, 18, 0, 6], 40_000, 81);
                Tuple(2, [198, 18, 0, 6], [198, 18, 0, 5], 81, 1024);
                message.Attribute(4, () => message.Attribute(1, () => message.Attribute(1, (byte)state)));
            });

            void Tuple(ushort direction, byte[] source, byte[] destination, ushort from, ushort to) => message.Attribute(direction, () =>
            {
                message.Attribute(1, () =>
                {
                    message.Attribute(1, source);
                    message.Attribute(2, destination);
                });
                message.Attribute(2, () =>
                {
                    message.Attribute(1, (byte)protocol);
                    message.Attribute(2, (byte)(from >> 8), (byte)from);
                    message.Attribute(3, (byte)(to >> 8), (byte)to);
                });
            });
        }

        return message;
    }
}
