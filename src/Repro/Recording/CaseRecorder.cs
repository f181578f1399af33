using System.Text.Json;

namespace Repro.Recording;

/// <summary>Writes the raw files of one case, line by line as they come; any thread may write.</summary>
internal sealed class CaseRecorder : IDisposable
{
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly StreamWriter load;
    private readonly StreamWriter proxy;
    private readonly StreamWriter sockets;
    private readonly StreamWriter log;

    public CaseRecorder(string folder, CaseFile file)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        RunDirectory.Write(Path.Combine(folder, RunDirectory.CaseName), file, RunDirectory.Json.CaseFile);
        load = Open(RunDirectory.LoadName);
        proxy = Open(RunDirectory.ProxyName);
        sockets = Open(RunDirectory.SocketsName);
        log = Open(RunDirectory.LogName);
    }

    public void Load(TrafficLine line) => Write(load, JsonSerializer.Serialize(line, LineJson.Default.TrafficLine));

    public void Proxy(TrafficLine line) => Write(proxy, JsonSerializer.Serialize(line, LineJson.Default.TrafficLine));

    public void Sockets(SocketsLine line) => Write(sockets, JsonSerializer.Serialize(line, LineJson.Default.SocketsLine));

    /// <summary>Keeps a file as it was used.</summary>
    public void Keep(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    public void Log(string host, string text) => Write(log, PlainText.Of($"{host}: {text}"));

    /// <summary>Closes the raw files and marks the case complete.</summary>
    public void Complete(CaseEnd end)
    {
        Dispose();
        RunDirectory.Write(Path.Combine(folder, RunDirectory.EndName), end, RunDirectory.Json.CaseEnd);
    }

    public void Dispose()
    {
        lock (gate)
        {
            load.Dispose();
            proxy.Dispose();
            sockets.Dispose();
            log.Dispose();
        }
    }

    private StreamWriter Open(string name) => new(Path.Combine(folder, name), append: true);

    private void Write(StreamWriter writer, string line)
    {
        lock (gate)
        {
            writer.WriteLine(line);
        }
    }
}
