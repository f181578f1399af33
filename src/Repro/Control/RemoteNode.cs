using System.Diagnostics;
using System.Text.Json;
using Repro.Labs;
using Repro.Nodes;
using Repro.Progress;
using Repro.Recording;

namespace Repro.Control;

/// <summary>A node as the run sees it: what it says is recorded, and its milestones can be awaited.</summary>
internal sealed class RemoteNode : IAsyncDisposable
{
    private readonly NodeSpec spec;
    private readonly IHostProcess process;
    private readonly TaskCompletionSource<NodeClock> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProxyFacts> setUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<NodeEnd> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CaseRecorder recorder;
    private readonly CaseProgress progress;
    private readonly LastLines lastLines = new();
    private readonly Task errors;

    public RemoteNode(NodeSpec spec, IHostProcess process, CaseRecorder recorder, CaseProgress progress)
    {
        this.spec = spec;
        this.process = process;
        this.recorder = recorder;
        this.progress = progress;
        process.WriteLine(JsonSerializer.Serialize(spec, NodeJson.Default.NodeSpec));
        errors = ReadErrorsAsync();
        Reading = Task.WhenAll(ReadOutputAsync(), errors);
    }

    /// <summary>Ends when it is listening, or able to send: with its clock.</summary>
    public Task<NodeClock> Ready => ready.Task;

    /// <summary>Ends when a client has nothing left to send or to wait for.</summary>
    public Task Done => done.Task;

    /// <summary>Its last word; fails as soon as it has died without one.</summary>
    public Task<NodeEnd> End => end.Task;

    /// <summary>What the proxy found, once it was told to prefill.</summary>
    public Task<ProxyFacts> SetUp => setUp.Task;

    public bool IsClient => spec.Client is not null;

    public bool IsProxy => spec.Proxy is not null;

    private Task Reading { get; }

    public void Prefill() => process.WriteLine(Node.PrefillCommand);

    public void Start(long nanoseconds) => process.WriteLine($"{Node.StartCommand} {nanoseconds}");

    public void Stop() => process.WriteLine(Node.StopCommand);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await Reading;
        // Nobody may be waiting for these any more.
        _ = ready.Task.Exception;
        _ = done.Task.Exception;
        _ = setUp.Task.Exception;
        _ = end.Task.Exception;
    }

    private async Task ReadOutputAsync()
    {
        Exception lost;
        try
        {
            await foreach (var text in process.Output.ReadAllAsync())
            {
                Take(text);
            }

            lost = await EndAsync();
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            // The end of the run, not of this case alone: no other could be kept either.
            lost = WriteFault.Of($"What {spec.Host} said", exception, "record elsewhere: --out DIR");
        }

        ready.TrySetException(lost);
        done.TrySetException(lost);
        setUp.TrySetException(lost);
        end.TrySetException(lost);
    }

    private async Task<IOException> EndAsync()
    {
        try
        {
            var exitCode = await process.Exit;
            await errors;
            return new IOException($"{spec.Host} {ProcessExit.Of(exitCode)} before its time{lastLines}");
        }
        catch (IOException exception)
        {
            return new IOException($"{spec.Host}: {exception.Message}", exception);
        }
    }

    private void Take(string text)
    {
        NodeLine? line;
        try
        {
            line = JsonSerializer.Deserialize(text, LineJson.Default.NodeLine);
        }
        catch (JsonException)
        {
            recorder.Log(spec.Host, text);
            return;
        }

        switch (line)
        {
            case { Traffic: { } traffic } when IsClient:
                recorder.Load(traffic);
                progress.Add(traffic);
                break;
            case { Traffic: { } traffic }:
                recorder.Proxy(traffic);
                break;
            case { Sockets: { } sockets }:
                recorder.Sockets(sockets);
                if (IsProxy || IsClient)
                {
                    progress.Add(sockets);
                }

                break;
            case { Ready: { } clock }:
                ready.TrySetResult(new NodeClock(clock, Stopwatch.GetTimestamp()));
                break;
            case { Proxy: { } facts }:
                setUp.TrySetResult(facts);
                break;
            case { Done: true }:
                done.TrySetResult();
                break;
            case { End: { } last }:
                end.TrySetResult(last);
                break;
        }
    }

    private async Task ReadErrorsAsync()
    {
        try
        {
            await foreach (var text in process.Errors.ReadAllAsync())
            {
                lastLines.Add(text);
                recorder.Log(spec.Host, text);
            }
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            // The disk is full: the lines that matter have said so.
        }
    }
}
