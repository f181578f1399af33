using System.Text;

namespace Repro.Recording;

/// <summary>Writes the raw files of one case, line by line as they come; any thread may write.</summary>
internal sealed class CaseRecorder : IDisposable
{
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly RawFile load;
    private readonly RawFile proxy;
    private readonly RawFile sockets;
    private readonly RawFile? restarts;
    private readonly RawFile log;

    public CaseRecorder(string folder, CaseFile file)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        RunDirectory.Write(Path.Combine(folder, RunDirectory.CaseName), file, RunDirectory.Json.CaseFile);
        load = Open(RunDirectory.LoadName);
        proxy = Open(RunDirectory.ProxyName);
        sockets = Open(RunDirectory.SocketsName);
        restarts = file.Restarts is null ? null : Open(RunDirectory.RestartsName);
        log = Open(RunDirectory.LogName);
    }

    /// <summary>Records what a client did.</summary>
    public void Load(RawLine line) => Write(load, line.Json.Span);

    /// <summary>Records what the proxy did.</summary>
    public void Proxy(RawLine line) => Write(proxy, line.Json.Span);

    /// <summary>Records a sample.</summary>
    public void Sockets(RawLine line) => Write(sockets, line.Json.Span);

    /// <summary>Records a restart of a service.</summary>
    public void Restart(RawLine line) => Write(restarts!, line.Json.Span);

    /// <summary>Adds a line to what a program in a host has said.</summary>
    public void Said(string host, string line)
    {
        lock (gate)
        {
            File.AppendAllText(Path.Combine(folder, RunDirectory.OutputName(host)), PlainText.Of(line) + "\n");
        }
    }

    /// <summary>Keeps a file as it was used.</summary>
    public void Keep(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    public void Log(string host, string text) => Write(log, Encoding.UTF8.GetBytes(PlainText.Of($"{host}: {text}")));

    /// <summary>Closes the raw files and marks the case complete.</summary>
    public void Complete(CaseEnd end)
    {
        Dispose();
        var files = new Dictionary<string, RawFileFacts>
        {
            [RunDirectory.LoadName] = load.Facts,
            [RunDirectory.ProxyName] = proxy.Facts,
            [RunDirectory.SocketsName] = sockets.Facts,
        };
        if (restarts is not null)
        {
            files[RunDirectory.RestartsName] = restarts.Facts;
        }

        RunDirectory.Write(Path.Combine(folder, RunDirectory.EndName), end with { Files = files }, RunDirectory.Json.CaseEnd);
    }

    public void Dispose()
    {
        lock (gate)
        {
            load.Dispose();
            proxy.Dispose();
            sockets.Dispose();
            restarts?.Dispose();
            log.Dispose();
        }
    }

    private RawFile Open(string name) => new(Path.Combine(folder, name));

    private void Write(RawFile file, ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            file.Write(line);
        }
    }
}
