using System.Text.Json;
using Repro.Recording;

namespace Repro.Tests.Recording;

/// <summary>Records lines as nodes write them.</summary>
internal static class RecordedLines
{
    public static void Load(this CaseRecorder recorder, TrafficLine line) => recorder.Load(Raw(new NodeLine { Traffic = line }));

    public static void Proxy(this CaseRecorder recorder, TrafficLine line) => recorder.Proxy(Raw(new NodeLine { Traffic = line }));

    public static void Sockets(this CaseRecorder recorder, SocketsLine line) => recorder.Sockets(Raw(new NodeLine { Sockets = line }));

    private static RawLine Raw(NodeLine line) => RawLine.Find(JsonSerializer.Serialize(line, LineJson.Default.NodeLine))!.Value;
}
