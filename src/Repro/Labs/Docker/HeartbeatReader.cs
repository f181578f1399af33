using System.Collections.Concurrent;

namespace Repro.Labs.Docker;

/// <summary>
/// Lines from whoever runs the lab, who writes an empty one every few seconds. Its silence is the end: the engine that stands
/// between may hold the input open long after the other end is gone.
/// </summary>
internal sealed class HeartbeatReader : TextReader
{
    /// <summary>How often the other end has to write.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<string> lines = [];
    private readonly TimeProvider time;
    private readonly Action silent;
    private readonly ITimer watch;
    private long heard;

    /// <param name="input">What is read.</param>
    /// <param name="silent">Called when nothing has been heard for too long.</param>
    /// <param name="time">The clock.</param>
    public HeartbeatReader(TextReader input, Action silent, TimeProvider time)
    {
        this.time = time;
        this.silent = silent;
        heard = time.GetTimestamp();
        new Thread(() => Pump(input)) { IsBackground = true, Name = "input" }.Start();
        watch = time.CreateTimer(_ => Check(), null, Interval, Interval);
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
        try
        {
            while (input.ReadLine() is { } line)
            {
                Volatile.Write(ref heard, time.GetTimestamp());
                if (line.Length > 0)
                {
                    lines.Add(line);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // What can't be read any more has ended.
        }

        lines.CompleteAdding();
    }

    private void Check()
    {
        if (time.GetElapsedTime(Volatile.Read(ref heard)) > Patience)
        {
            silent();
        }
    }
}
