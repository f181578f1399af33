using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Repro.Linux;
using Repro.Recording;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>
/// Writes lines from a thread of its own, so that no thread that measures ever waits for the reader. Data that does not fit is dropped
/// and counted.
/// </summary>
internal sealed class LineWriter : IDisposable
{
    private const int Capacity = 8192;

    // What is measured is nobody's to act on at once: a few lines are written together, so that the load is disturbed less often.
    private const long MostWaiting = 200_000_000;
    private const int MostAtOnce = 1 << 16;

    private readonly ConcurrentQueue<NodeLine> queue = new();
    private readonly WakeUp added = new();
    private readonly Thread thread;
    private volatile bool completed;
    private long dropped;

    public LineWriter(Stream output)
    {
        thread = new Thread(() => Pump(output)) { Name = "writer" };
        thread.Start();
    }

    public long Dropped => Interlocked.Read(ref dropped);

    public void Write(NodeLine line)
    {
        var isMeasured = line.Traffic is not null || line.Sockets is not null || line.Restart is not null;
        if (isMeasured && queue.Count >= Capacity)
        {
            Interlocked.Increment(ref dropped);
            return;
        }

        queue.Enqueue(line);
        if (!isMeasured)
        {
            added.Raise();
        }
    }

    public void Dispose()
    {
        completed = true;
        added.Raise();
        thread.Join();
        added.Dispose();
    }

    private void Pump(Stream output)
    {
        var bytes = new ArrayBufferWriter<byte>(MostAtOnce);
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true });
        // Read before the queue is: what was written before the end is taken, and an end that comes later finds the event set.
        for (var last = false; !last;)
        {
            last = completed;
            while (queue.TryDequeue(out var line))
            {
                JsonSerializer.Serialize(json, line, LineJson.Default.NodeLine);
                json.Reset();
                bytes.Write("\n"u8);
                if (bytes.WrittenCount > MostAtOnce)
                {
                    Send();
                }
            }

            Send();
            if (!last)
            {
                added.Await(EventLoop.Now + MostWaiting);
            }
        }

        // Whole lines, and one call of the kernel for all that there are.
        void Send()
        {
            output.Write(bytes.WrittenSpan);
            output.Flush();
            bytes.ResetWrittenCount();
        }
    }
}
