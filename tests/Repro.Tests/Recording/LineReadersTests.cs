using System.Text.Json;
using Repro.Model;
using Repro.Recording;

namespace Repro.Tests.Recording;

public sealed class LineReadersTests
{
    private static readonly TrafficLine Traffic = new()
    {
        Host = "client-1",
        T = 0.1,
        Due = 1,
        Sent = 2,
        Unsent = 3,
        Attempts = 4,
        Connects = 5,
        Ok = 6,
        Failed = new Dictionary<string, long> { ["connect/EADDRNOTAVAIL"] = 7 },
        First = [new FirstFailure(0.12, "connect/EADDRNOTAVAIL", "198.18.0.6:81", 8)],
        Lateness = [new Bucket(15, 16)],
        Latency = [new Bucket(9, 10), new Bucket(11, 12)],
        ConnectLatency = [new Bucket(13, 14)],
    };

    private static readonly SocketsLine Sample = new()
    {
        Host = "proxy",
        T = 1.6,
        TimeWait = 1,
        InUse = 2,
        Counters = new Dictionary<string, long> { ["TW"] = 3, ["InSegs"] = -4 },
        Cpu = 0.5,
        MachineBusy = 0.6,
        States = new Dictionary<TcpState, int> { [TcpState.TimeWait] = 7, [TcpState.Listen] = 8 },
        Tuples = [new TupleUse("198.18.0.5", "198.18.0.6:81", 9, 10, 11), new TupleUse("198.18.0.5", "198.18.0.7:81", 12)],
        TimeWaitLeft = 59.9,
        CostMicroseconds = 13.5,
        DumpLate = 0.25,
    };

    [Fact]
    public void Lines_as_the_program_writes_them_need_no_serializer()
    {
        Assert.Equivalent(
            Traffic, new TrafficReader().Read(JsonSerializer.SerializeToUtf8Bytes(Traffic, LineJson.Default.TrafficLine)), strict: true);
        Assert.Equivalent(
            Sample, new SocketsReader().Read(JsonSerializer.SerializeToUtf8Bytes(Sample, LineJson.Default.SocketsLine)), strict: true);
    }

    [Theory]
    [InlineData("""{"host":"proxy","t":1} {}""")]
    [InlineData("""[{"host":"proxy"}]""")]
    [InlineData("""{"host":"proxy","t":1,"t":1}""")]
    [InlineData("""{"host":"proxy","sent":1.5}""")]
    [InlineData("""{"host":"proxy","latency":[[1,2],3]}""")]
    [InlineData("""{"host":"proxy","failed":{"x":1,"x":2}}""")]
    [InlineData("""{"host":"proxy","first":[{"t":1,"outcome":"x","connectsBefore":1}]}""")]
    [InlineData("""{"host":"proxy","later":1}""")]
    [InlineData("""{"host":"\ud800"}""")]
    [InlineData("""{"t":1}""")]
    [InlineData("{\"host\":\"proxy\",")]
    [InlineData("null")]
    public void Any_other_line_is_left_to_whoever_says_what_is_wrong_with_it(string line) =>
        Assert.Null(new TrafficReader().Read(System.Text.Encoding.UTF8.GetBytes(line)));
}
