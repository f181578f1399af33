using Repro.Sampling;

namespace Repro.Tests.Sampling;

/// <summary>The parsers of /proc on text as a 6.18 kernel printed it.</summary>
public sealed class ProcTextTests
{
    private static ReadOnlySpan<byte> SockstatText =>
        """
        sockets: used 163
        TCP: inuse 5 orphan 1 tw 2000 alloc 61 mem 3
        UDP: inuse 2 mem 512
        UDPLITE: inuse 0
        RAW: inuse 0
        FRAG: inuse 0 memory 0

        """u8;

    private static ReadOnlySpan<byte> NetstatText =>
        """
        TcpExt: SyncookiesSent TW TWRecycled TWKilled TCPTimeWaitOverflow TCPAbortOnData
        TcpExt: 0 2000 1500 0 7 18446744073709551615
        IpExt: InNoRoutes TW
        IpExt: 3 99

        """u8;

    private static ReadOnlySpan<byte> SnmpText =>
        """
        Icmp: InMsgs
        Icmp: 4
        Tcp: RtoAlgorithm RtoMin MaxConn ActiveOpens
        Tcp: 1 200 -1 4711
        Udp: InDatagrams
        Udp: 12

        """u8;

    [Fact]
    public void Sockstat_Parse_TheTcpLine() => Assert.Equal(new Sockstat(InUse: 5, TimeWait: 2000), Sockstat.Parse(SockstatText, []));

    [Fact]
    public void Sockstat_Parse_CutOffAfterTheLine_Same() =>
        Assert.Equal(new Sockstat(5, 8), Sockstat.Parse("TCP: inuse 5 orphan 0 tw 8"u8, []));

    [Fact]
    public void Sockstat_Parse_SocketsOfIpv6_AreInUseToo() =>
        Assert.Equal(
            new Sockstat(InUse: 12, TimeWait: 2000), Sockstat.Parse(SockstatText, "TCP6: inuse 7\nUDP6: inuse 1\nRAW6: inuse 0\n"u8));

    [Fact]
    public void Sockstat_Parse_NoTcpLine_Zero() => Assert.Equal(default, Sockstat.Parse("sockets: used 163\nUDP: inuse 2 mem 512\n"u8, []));

    [Fact]
    [Trait("Fault", "B12")]
    public void ConntrackTable_Read_SumOverProcessors() => Assert.Equal(
        new Dictionary<string, long>
        {
            ["nf_conntrack_drop"] = 26, ["nf_conntrack_early_drop"] = 2, ["nf_conntrack_insert_failed"] = 2,
            ["nf_conntrack_search_restart"] = 0,
        },
        Read(new ConntrackTable(), """
            entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new
            00000003  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001 0000000a 00000000 00000000  00000000
            00000003  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001 00000010 00000002 00000000  00000000

            """u8));

    [Fact]
    [Trait("Fault", "B12")]
    public void ConntrackTable_Read_NothingOrNoSuchColumn_Nothing()
    {
        Assert.Empty(Read(new ConntrackTable(), ""u8));
        Assert.All(Read(new ConntrackTable(), "entries found\n1 2\n"u8).Values, count => Assert.Equal(0, count));
    }

    [Fact]
    public void CounterTable_Read_OneGroup()
    {
        var counters = Read(new CounterTable("TcpExt"), NetstatText);

        Assert.Equal((2000L, 1500L, 7L), (counters["TW"], counters["TWRecycled"], counters["TCPTimeWaitOverflow"]));
        Assert.Equal(0, counters["TCPAbortOnData"]); // more than 63 bits
        Assert.DoesNotContain("InNoRoutes", counters.Keys);
    }

    [Fact]
    public void CounterTable_Read_NegativeValue_Kept() => Assert.Equal(
        new Dictionary<string, long> { ["RtoAlgorithm"] = 1, ["RtoMin"] = 200, ["MaxConn"] = -1, ["ActiveOpens"] = 4711 },
        Read(new CounterTable("Tcp"), SnmpText));

    [Fact]
    public void CounterTable_Read_GroupThatIsAbsentOrCutOff_Nothing()
    {
        Assert.Empty(Read(new CounterTable("TcpExt"), SnmpText));
        Assert.Empty(Read(new CounterTable("Tcp"), "Tcp: RtoAlgorithm RtoMin"u8));
    }

    [Fact]
    public void CounterTable_Read_OtherNamesThanBefore_Those()
    {
        var table = new CounterTable("Tcp");
        table.Read(SnmpText);

        Assert.Equal(new Dictionary<string, long> { ["ActiveOpens"] = 5, ["New"] = 6 }, Read(table, "Tcp: ActiveOpens New\nTcp: 5 6"u8));
    }

    [Fact]
    public void Counters_Read_Again_AllocatesNothing()
    {
        CounterList[] lists = [new CounterTable("TcpExt"), new ConntrackTable()];
        long ReadAll()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var list in lists)
            {
                list.Read(NetstatText);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        ReadAll();
        Assert.Equal(0, ReadAll());
    }

    [Theory]
    [InlineData("cpu  10 20 30 400 50 6 7 8 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\ncpu1 1 1 1 1 1 1 1 1 1 1\nintr 5\n", 450, 2)]
    [InlineData("cpu  10 20 30 400", 400, 0)]
    [InlineData("", 0, 0)]
    public void IdleTime_Parse_WaitingForDisksIsIdleToo(string text, long ticks, int processors) =>
        Assert.Equal(new IdleTime(ticks, processors), IdleTime.Parse(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void IdleTime_BusySince_Share()
    {
        Assert.Equal(0.25, new IdleTime(250, 2).BusySince(new IdleTime(100, 2), 1));
        Assert.Equal(0, new IdleTime(301, 2).BusySince(new IdleTime(100, 2), 1));
        Assert.Equal(0, default(IdleTime).BusySince(default, 1));
    }

    private static Dictionary<string, long> Read(CounterList list, ReadOnlySpan<byte> text)
    {
        list.Read(text);
        return list.Names.Zip(list.Values.ToArray()).ToDictionary();
    }
}
