using Repro.Labs;
using Repro.Recording;

namespace Repro.Control;

/// <summary>
/// The process of a proxy that is a program of its own: what it says goes to the case's log, and an early end is an error.
/// </summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    // Some proxies say once more for each request what they have said in their log.
    private const int MostLines = 100;

    private readonly IHostProcess process;
    private readonly CaseRecorder recorder;
    private readonly string name;
    private readonly Lock gate = new();
    private readonly List<string> said = [];
    private volatile bool isStopping;

    public ProxyProcess(string name, IHostProcess process, CaseRecorder recorder)
    {
        this.name = name;
        this.process = process;
        this.recorder = recorder;
        Reading = Task.WhenAll(ReadAsync(process.Output.ReadAllAsync()), ReadAsync(process.Errors.ReadAllAsync()));
        Ended = EndAsync();
    }

    /// <summary>Never ends well: fails when the proxy has ended by itself, with what it said.</summary>
    public Task Ended { get; }

    private Task Reading { get; }

    public async ValueTask DisposeAsync()
    {
        isStopping = true;
        await process.DisposeAsync();
        await Reading;
        await Ended.ContinueWith(ended => _ = ended.Exception, TaskScheduler.Default);
    }

    private async Task EndAsync()
    {
        var exitCode = await process.Exit;
        await Reading;
        if (!isStopping)
        {
            throw new IOException($"{name} {ProcessExit.Of(exitCode)}{(said.Count == 0 ? "" : $": {string.Join(" ", said)}")}");
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<string> lines)
    {
        await foreach (var line in lines)
        {
            lock (gate)
            {
                if (said.Count == MostLines)
                {
                    continue;
                }

                said.Add(line);
            }

            recorder.Log(name, line);
        }
    }
}
