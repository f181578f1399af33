using System.Collections.Concurrent;
using System.Diagnostics;
using Repro.Linux;

namespace Repro.Labs;

/// <summary>
/// Lines from whoever runs the lab, who writes an empty one every few seconds. Its silence ends the process: the engine that stands
/// between may hold the input open long after the other end is gone.
/// </summary>
internal sealed class HeartbeatReader : TextReader
{
    /// <summary>How often the other end has to write.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private const int SilentExitCode = 128 + 1; // as a hang-up would
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<string> lines = [];
    private readonly Timer watch;
    private long heard = Stopwatch.GetTimestamp();

    public HeartbeatReader(TextReader input)
    {
        new Thread(() => Pump(input)) { IsBackground = true, Name = "input" }.Start();
        watch = new Timer(_ => Check(), null, Beat, Beat);
    }

    /// <summary>The next line that is not empty; null at the end.</summary>
    public override string? ReadLine() => lines.TryTake(out var line, Timeout.Infinite) ? line : null;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            watch.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Pump(TextReader input)
    {
        while (input.ReadLine() is { } line)
        {
            Volatile.Write(ref heard, Stopwatch.GetTimestamp());
            if (line.Length > 0)
            {
                lines.Add(line);
            }
        }

        lines.CompleteAdding();
    }

    private void Check()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref heard)) > Patience)
        {
            ImmediateExit.Now(SilentExitCode);
        }
    }
}
