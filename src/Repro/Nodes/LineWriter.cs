using System.Collections.Concurrent;
using System.Text.Json;
using Repro.Recording;

namespace Repro.Nodes;

/// <summary>
/// Writes lines from a thread of its own, so that no thread that measures ever waits for the reader. Data that does not fit is dropped
/// and counted.
/// </summary>
internal sealed class LineWriter : IDisposable
{
    private const int Capacity = 8192;

    private readonly ConcurrentQueue<NodeLine> queue = new();
    private readonly AutoResetEvent added = new(initialState: false);
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
        if (queue.Count >= Capacity && (line.Traffic is not null || line.Sockets is not null))
        {
            Interlocked.Increment(ref dropped);
            return;
        }

        queue.Enqueue(line);
        added.Set();
    }

    public void Dispose()
    {
        completed = true;
        added.Set();
        thread.Join();
        added.Dispose();
    }

    private void Pump(Stream output)
    {
        // Read before the queue is: what was written before the end is taken, and an end that comes later finds the event set.
        for (var last = false; !last;)
        {
            last = completed;
            while (queue.TryDequeue(out var line))
            {
                JsonSerializer.Serialize(output, line, LineJson.Default.NodeLine);
                output.WriteByte((byte)'\n');
            }

            output.Flush();
            if (!last)
            {
                // An event, unlike the waits of channels and semaphores, does not spin first.
                added.WaitOne();
            }
        }
    }
}
