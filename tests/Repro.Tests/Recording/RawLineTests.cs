using System.Text;
using System.Text.Json;
using Repro.Recording;

namespace Repro.Tests.Recording;

public sealed class RawLineTests
{
    [Theory]
    [InlineData("""{"traffic":{"host":"client-1","t":0.5}}""", RawKind.Traffic, """{"host":"client-1","t":0.5}""")]
    [InlineData("""{"sockets":{"host":"proxy","counters":{"TW":3}}}""", RawKind.Sockets, """{"host":"proxy","counters":{"TW":3}}""")]
    internal void Find_Data_IsTheRecordAsItCame(string text, RawKind kind, string json)
    {
        var line = RawLine.Find(text)!.Value;

        Assert.Equal((kind, json), (line.Kind, Encoding.UTF8.GetString(line.Json.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("listening")]
    [InlineData("[1]")]
    [InlineData("""{"ready":"a clock"}""")]
    [InlineData("""{"traffic":{"host":"client-1","t":0.5}""")] // cut off
    [InlineData("""{"traffic":{"host":"client-1","t":0""")]
    [InlineData("""{"traffic":{"host":"client-1"}} {"traffic":{"host":"client-1"}}""")]
    [InlineData("""{"traffic":{"host":"client-1"},"sockets":{"host":"client-1"}}""")]
    public void Find_AnythingElse_IsNothing(string text) => Assert.Null(RawLine.Find(text));

    [Fact]
    public void A_line_that_a_node_writes_reads_as_it_was()
    {
        var written =
            new TrafficLine { Host = "proxy", T = 1.25, Sent = 7, Failed = new Dictionary<string, long> { ["connect/EADDRNOTAVAIL"] = 2 } };
        var line = RawLine.Find(JsonSerializer.Serialize(new NodeLine { Traffic = written }, LineJson.Default.NodeLine))!.Value;

        Assert.Equivalent(written, line.Read(LineJson.Default.TrafficLine), strict: true);
    }
}
