using System.Text.Json;
using Repro.Model;
using Repro.Recording;

namespace Repro.Control;

/// <summary>What is done once with lines of nodes before any comes, so that the code that takes them is compiled by then.</summary>
internal static class LineWarmUp
{
    /// <summary>Reads and writes a line of each kind.</summary>
    public static void Run()
    {
        var traffic = new TrafficLine
        {
            Host = "",
            Failed = new Dictionary<string, long> { [""] = 1 },
            First = [new FirstFailure(0, "", "", 0)],
            Latency = [[0, 1]],
            ConnectLatency = [[0, 1]],
        };
        var sockets = new SocketsLine
        {
            Host = "",
            Counters = new Dictionary<string, long> { [""] = 1 },
            States = new Dictionary<TcpState, int> { [TcpState.Listen] = 1 },
            Tuples = [new TupleUse("", "", 1)],
            MachineBusy = 1,
        };
        var text = JsonSerializer.Serialize(new NodeLine { Traffic = traffic, Sockets = sockets }, LineJson.Default.NodeLine);
        _ = JsonSerializer.Deserialize(text, LineJson.Default.NodeLine);
        _ = JsonSerializer.Serialize(traffic, LineJson.Default.TrafficLine);
        _ = JsonSerializer.Serialize(sockets, LineJson.Default.SocketsLine);
    }
}
