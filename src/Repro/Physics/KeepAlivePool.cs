namespace Repro.Physics;

/// <summary>A pool of connections that are kept for further requests: which requests find one, and which open one. Times in seconds.</summary>
public sealed record KeepAlivePool
{
    // What a request takes where the backend answers at once: a few hops on one machine.
    private const double LeastServiceSeconds = 0.001;

    /// <summary>Most idle connections.</summary>
    public required int Connections { get; init; }

    /// <summary>After how long without a request a connection is closed.</summary>
    public required double IdleSeconds { get; init; }

    /// <summary>After how many requests a connection is closed.</summary>
    public required int Requests { get; init; }

    /// <summary>How long a request keeps its connection busy.</summary>
    public required double ServiceSeconds { get; init; }

    /// <summary>
    /// When connections are opened under these arrivals. A request takes the connection that was used last of those that are idle, else it
    /// opens one; one that comes back to a full pool is closed.
    /// </summary>
    /// <param name="arrivals">When requests are due, ascending.</param>
    public IEnumerable<double> Openings(IEnumerable<double> arrivals)
    {
        var service = Math.Max(ServiceSeconds, LeastServiceSeconds);
        // Requests of equal length end in the order in which they began; the least recently used of the idle is at the front.
        var busy = new Queue<(double End, int Served)>();
        var idle = new LinkedList<(double Since, int Served)>();
        foreach (var due in arrivals)
        {
            while (busy.TryPeek(out var first) && first.End <= due)
            {
                busy.Dequeue();
                Expire(first.End);
                if (first.Served < Requests && idle.Count < Connections)
                {
                    idle.AddLast((first.End, first.Served));
                }
            }

            Expire(due);
            var served = idle.Last?.Value.Served ?? 0;
            if (served > 0)
            {
                idle.RemoveLast();
            }
            else
            {
                yield return due;
            }

            busy.Enqueue((due + service, served + 1));
        }

        void Expire(double now)
        {
            while (idle.First is { } oldest && now - oldest.Value.Since >= IdleSeconds)
            {
                idle.RemoveFirst();
            }
        }
    }
}
