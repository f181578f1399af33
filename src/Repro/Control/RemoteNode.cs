using System.Collections.Concurrent;
using System.Text.Json;
using Repro.Labs;
using Repro.Model;
using Repro.Nodes;
using Repro.Progress;
using Repro.Recording;

namespace Repro.Control;

/// <summary>A node as the run sees it: what it says is recorded, and its milestones can be awaited.</summary>
internal sealed class RemoteNode : IAsyncDisposable
{
    private readonly NodeSpec spec;
    private readonly IHostProcess process;
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<OpenerFacts> setUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<NodeEnd> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CaseRecorder recorder;
    private readonly CaseProgress progress;
    private readonly RunClock clock;
    private readonly LastLines lastLines = new();
    private readonly Task errors;
    private readonly ConcurrentQueue<StepFacts> steps = new();
    private volatile TaskCompletionSource<ClockOffset>? comparison;
    private long asked;

    public RemoteNode(NodeSpec spec, IHostProcess process, CaseRecorder recorder, CaseProgress progress, RunClock clock)
    {
        this.clock = clock;
        this.spec = spec;
        this.process = process;
        this.recorder = recorder;
        this.progress = progress;
        process.WriteLine(JsonSerializer.Serialize(spec, NodeJson.Default.NodeSpec));
        errors = ReadErrorsAsync();
        Reading = Task.WhenAll(ReadOutputAsync(), errors);
    }

    /// <summary>Its host's name.</summary>
    public string Host => spec.Host;

    /// <summary>Ends when it is listening, or able to send.</summary>
    public Task Ready => ready.Task;

    /// <summary>The name of the clock that it goes by, once it is ready; nodes with the same name go by the same.</summary>
    public string ClockName => ready.Task.GetAwaiter().GetResult();

    /// <summary>Ends when a client has nothing left to send or to wait for.</summary>
    public Task Done => done.Task;

    /// <summary>Its last word; fails as soon as it has died without one.</summary>
    public Task<NodeEnd> End => end.Task;

    /// <summary>What it found, once it was told to prefill.</summary>
    public Task<OpenerFacts> SetUp => setUp.Task;

    /// <summary>How the program ended that sent its load, once it has; null for none.</summary>
    public CommandFacts? Command { get; private set; }

    /// <summary>What came of its host's steps, so far.</summary>
    public IEnumerable<StepFacts> Steps => steps;

    public bool IsClient => spec.Client is not null;

    /// <summary>What its host does.</summary>
    public HostRole? Role => HostRoles.Of(spec.Host);

    private Task Reading { get; }

    public void Prefill() => process.WriteLine(Node.PrefillCommand);

    public void Start(long nanoseconds) => process.WriteLine($"{Node.StartCommand} {nanoseconds}");

    /// <summary>Asks it what its clock says; one question at a time. Fails where it dies before it answers.</summary>
    public Task<ClockOffset> CompareClockAsync()
    {
        comparison = new TaskCompletionSource<ClockOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked = clock.Now;
        process.WriteLine(Node.ClockCommand);
        return AnsweredAsync(comparison.Task);
    }

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

    private async Task<ClockOffset> AnsweredAsync(Task<ClockOffset> answer)
    {
        if (await Task.WhenAny(answer, end.Task) != answer)
        {
            await end.Task;
        }

        return await answer;
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
        try
        {
            if (RawLine.Find(text) is { } data)
            {
                Take(data);
            }
            else
            {
                Take(JsonSerializer.Deserialize(text, LineJson.Default.NodeLine));
            }
        }
        catch (JsonException)
        {
            recorder.Log(spec.Host, text);
        }
    }

    // Of what is recorded, what people look at meanwhile is read.
    private void Take(RawLine data)
    {
        switch (data.Kind)
        {
            case RawKind.Traffic when IsClient:
                progress.Add(data.Read(LineJson.Default.TrafficLine));
                recorder.Load(data);
                break;
            case RawKind.Traffic:
                recorder.Proxy(data);
                break;
            case RawKind.Sockets when spec.Opener is not null || spec.Nat is not null:
                progress.Add(data.Read(LineJson.Default.SocketsLine));
                recorder.Sockets(data);
                break;
            case RawKind.Sockets:
                recorder.Sockets(data);
                break;
            case RawKind.Restart:
                recorder.Restart(data);
                break;
            default:
                throw new NotSupportedException($"nobody records {data.Kind}");
        }
    }

    private void Take(NodeLine? line)
    {
        switch (line)
        {
            case { Ready: { } clockName }:
                ready.TrySetResult(clockName);
                break;
            case { Clock: { } read }:
                comparison?.TrySetResult(ClockOffset.Of(asked, read, clock.Now));
                break;
            case { Opener: { } facts }:
                setUp.TrySetResult(facts);
                break;
            case { Said: { } text }:
                recorder.Said(spec.Host, text);
                break;
            case { Command: { } facts }:
                Command = facts;
                break;
            case { Step: { } facts }:
                steps.Enqueue(facts);
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
