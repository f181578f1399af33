using Repro.Linux;
using Repro.Recording;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>
/// Does a host's steps, each at its moment, and says what came of it. Disposing it leaves out those that are still to come.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="steps">Its steps, in the order of their moments.</param>
/// <param name="role">What it does otherwise.</param>
/// <param name="emit">Takes what came of a step, on the thread; must not block.</param>
internal sealed class StepThread(string host, IReadOnlyList<NodeStep> steps, IRole role, Action<StepFacts> emit) : IDisposable
{
    private readonly WakeUp wakeUp = new();
    private Thread? thread;

    /// <summary>Counts from a moment that lies ahead, CLOCK_MONOTONIC in nanoseconds.</summary>
    public void Start(long nanoseconds)
    {
        if (steps.Count > 0)
        {
            thread = new Thread(() => Run(nanoseconds)) { Name = "steps" };
            thread.Start();
        }
    }

    public void Dispose()
    {
        wakeUp.Raise();
        thread?.Join();
        wakeUp.Dispose();
    }

    private void Run(long start)
    {
        foreach (var step in steps)
        {
            if (wakeUp.AwaitUntil(start + (long)(step.AtSeconds * 1e9)))
            {
                return;
            }

            var problem = Do(step);
            var done = (EventLoop.Now - start) / 1e9;
            emit(new StepFacts(
                host,
                step.AtSeconds,
                Math.Round(done, 6),
                [.. step.Sysctls.Select(asked => new SysctlFacts(asked.Key, asked.Value, SysctlFile.Read(asked.Key)))],
                problem));
        }
    }

    private string? Do(NodeStep step)
    {
        string? problem = null;
        foreach (var (name, value) in step.Sysctls)
        {
            try
            {
                SysctlFile.Write(name, value);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problem ??= $"{name} of {host} could not be set to {value}: {exception.Message}";
            }
        }

        return step.Serves is { } serves ? ((Backend)role).Serve(serves) ?? problem : problem;
    }
}
