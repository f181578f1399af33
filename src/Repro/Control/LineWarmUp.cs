using System.Text.Json;
using Repro.Model;
using Repro.Recording;

namespace Repro.Control;

/// <summary>What is done once with lines of nodes before any comes, so that the code that takes them is compiled by then.</summary>
internal static class LineWarmUp
{
    /// <summary>Reads a line of each kind.</summary>
    public static void Run()
    {
        var traffic = new TrafficLine
        {
            Host = "",
            Failed = new Dictionary<string, long> { [""] = 1 },
            First = [new FirstFailure(0, "", "", 0)],
            Lateness = [new Bucket(0, 1)],
            Latency = [new Bucket(0, 1)],
            ConnectLatency = [new Bucket(0, 1)],
        };
        var sockets = new SocketsLine
        {
            Host = "",
            Counters = new Dictionary<string, long> { [""] = 1 },
            States = new Dictionary<TcpState, int> { [TcpState.Listen] = 1 },
            Tuples = [new TupleUse("", "", 1)],
            MachineBusy = 1,
            DumpLate = 1,
        };
        _ = Sent(new NodeLine { Traffic = traffic }).Read(LineJson.Default.TrafficLine);
        _ = Sent(new NodeLine { Sockets = sockets }).Read(LineJson.Default.SocketsLine);
        _ = JsonSerializer.Deserialize(Text(new NodeLine { Done = true }), LineJson.Default.NodeLine);
    }

    private static RawLine Sent(NodeLine line) => RawLine.Find(Text(line))!.Value;

    private static string Text(NodeLine line) => JsonSerializer.Serialize(line, LineJson.Default.NodeLine);
}
