namespace Repro.Traffic;

/// <summary>
/// What waits to be used again, the one used last first. All wait equally long, so those that are left at the bottom are the first
/// whose time is over.
/// </summary>
/// <param name="capacity">The most that wait at a time.</param>
/// <param name="seconds">How long each may wait.</param>
internal sealed class IdlePool<T>(int capacity, double seconds)
    where T : class
{
    private readonly long length = (long)(seconds * 1e9);
    private readonly List<(long Until, T Item)> waiting = [];

    /// <summary>When the first wait is over, in nanoseconds, or null for none.</summary>
    public long? Next => waiting is [var first, ..] ? first.Until : null;

    /// <summary>Adds one that was used just now, unless there is no room.</summary>
    public bool TryAdd(long now, T item)
    {
        if (waiting.Count >= capacity)
        {
            return false;
        }

        waiting.Add((now + length, item));
        return true;
    }

    /// <summary>Takes out the one that was used last, or null where there is none.</summary>
    public T? Take()
    {
        if (waiting is not [.., var last])
        {
            return null;
        }

        waiting.RemoveAt(waiting.Count - 1);
        return last.Item;
    }

    /// <summary>Takes out one that can't be used again, wherever it is.</summary>
    public void Remove(T item)
    {
        // No closure: a backend looks for each connection that it closes.
        for (var index = waiting.Count - 1; index >= 0; index--)
        {
            if (waiting[index].Item == item)
            {
                waiting.RemoveAt(index);
                return;
            }
        }
    }

    /// <summary>Takes out those that have waited too long, and hands them out.</summary>
    public void Expire(long now, Action<T> passed)
    {
        while (waiting is [var first, ..] && first.Until <= now)
        {
            waiting.RemoveAt(0);
            passed(first.Item);
        }
    }
}
