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
    public void Sockstat_Parse_TheTcpLine() => Assert.Equal(new Sockstat(InUse: 5, TimeWait: 2000), Sockstat.Parse(SockstatText));

    [Fact]
    public void Sockstat_Parse_CutOffAfterTheLine_Same() => Assert.Equal(new Sockstat(5, 8), Sockstat.Parse("TCP: inuse 5 orphan 0 tw 8"u8));

    [Fact]
    public void Sockstat_Parse_NoTcpLine_Zero() => Assert.Equal(default, Sockstat.Parse("sockets: used 163\nUDP: inuse 2 mem 512\n"u8));

    [Fact]
    [Trait("Fault", "B12")]
    public void ConntrackTable_Parse_SumOverProcessors()
    {
        var counters = new Dictionary<string, long>();
        ConntrackTable.Parse(
            """
            entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new
            00000003  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001 0000000a 00000000 00000000  00000000
            00000003  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001 00000010 00000002 00000000  00000000

            """u8,
            counters);

        Assert.Equal(
            new Dictionary<string, long> { ["nf_conntrack_drop"] = 26, ["nf_conntrack_early_drop"] = 2, ["nf_conntrack_insert_failed"] = 2 }, counters);
    }

    [Fact]
    [Trait("Fault", "B12")]
    public void ConntrackTable_Parse_NothingOrNoSuchColumn_Nothing()
    {
        var counters = new Dictionary<string, long>();
        ConntrackTable.Parse(""u8, counters);
        Assert.Empty(counters);

        ConntrackTable.Parse("entries found\n1 2\n"u8, counters);
        Assert.All(counters.Values, count => Assert.Equal(0, count));
    }

    [Fact]
    public void CounterTable_Parse_OneGroup()
    {
        var counters = new Dictionary<string, long> { ["other"] = 1, ["TW"] = 1 };
        CounterTable.Parse(NetstatText, "TcpExt", counters);

        Assert.Equal((2000L, 1500L, 7L, 1L), (counters["TW"], counters["TWRecycled"], counters["TCPTimeWaitOverflow"], counters["other"]));
        Assert.DoesNotContain("InNoRoutes", counters.Keys);
    }

    [Fact]
    public void CounterTable_Parse_NegativeValue_Kept()
    {
        var counters = new Dictionary<string, long>();
        CounterTable.Parse(SnmpText, "Tcp", counters);

        Assert.Equal(new Dictionary<string, long> { ["RtoAlgorithm"] = 1, ["RtoMin"] = 200, ["MaxConn"] = -1, ["ActiveOpens"] = 4711 }, counters);
    }

    [Fact]
    public void CounterTable_Parse_GroupThatIsAbsentOrCutOff_Nothing()
    {
        var counters = new Dictionary<string, long>();
        CounterTable.Parse(SnmpText, "TcpExt", counters);
        CounterTable.Parse("Tcp: RtoAlgorithm RtoMin"u8, "Tcp", counters);

        Assert.Empty(counters);
    }

    [Theory]
    [InlineData("cpu  10 20 30 400 50 6 7 8 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n", 81, 531)]
    [InlineData("cpu  10 20 30 400", 60, 460)]
    [InlineData("", 0, 0)]
    public void CpuTimes_Parse_IdleAndWaitingAreNotBusy(string text, long busy, long total) =>
        Assert.Equal(new CpuTimes(busy, total), CpuTimes.Parse(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void CpuTimes_BusySince_Share()
    {
        Assert.Equal(0.25, new CpuTimes(15, 140).BusySince(new CpuTimes(5, 100)));
        Assert.Equal(0, new CpuTimes(15, 140).BusySince(new CpuTimes(15, 140)));
    }
}
