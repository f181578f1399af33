namespace Repro.Traffic;

/// <summary>Time limits that are all of one length, so that they end in the order in which they began.</summary>
/// <param name="seconds">The length.</param>
/// <param name="isOver">Whether what a limit was set for has ended by itself.</param>
internal sealed class Deadlines<T>(double seconds, Func<T, int, bool> isOver)
{
    private readonly long length = (long)(seconds * 1e9);
    private readonly Queue<(long At, T Item, int Generation)> queue = new();

    /// <summary>When the first one that still matters ends, in nanoseconds, or null for none.</summary>
    public long? Next
    {
        get
        {
            while (queue.TryPeek(out var first))
            {
                if (!isOver(first.Item, first.Generation))
                {
                    return first.At;
                }

                queue.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Starts one. The generation comes back with the item, which may have moved on to another by then.</summary>
    public void Add(long now, T item, int generation) => queue.Enqueue((now + length, item, generation));

    /// <summary>Hands out those that have passed.</summary>
    public void Expire(long now, Action<T> passed)
    {
        while (Next is { } at && at <= now)
        {
            passed(queue.Dequeue().Item);
        }
    }
}

/// <summary>The earliest of several moments, of which any may be absent.</summary>
internal static class Earliest
{
    public static long? Of(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
