namespace Repro.Physics;

/// <summary>When something becomes of a port.</summary>
/// <param name="At">When, in seconds since the load started.</param>
/// <param name="Pool">The port's pool.</param>
/// <param name="Port">The port.</param>
/// <param name="Use">Which use of the port is meant, as <see cref="PortTable.Uses"/> counts them.</param>
/// <param name="ClosedAt">When that use was closed by the side that opened it.</param>
/// <param name="EnteredAt">When its TIME_WAIT began.</param>
internal readonly record struct PortMoment(double At, int Pool, int Port, int Use, double ClosedAt = 0, double EnteredAt = 0);

/// <summary>Moments, the earliest first. Those that are added in their order, as nearly all are, are not searched for.</summary>
internal sealed class PortMoments
{
    private readonly Queue<PortMoment> inOrder = [];
    private readonly PriorityQueue<PortMoment, (double At, long Number)> outOfOrder = new();
    private double latest;
    private long added;

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<PortMoment> All => inOrder.Concat(outOfOrder.UnorderedItems.Select(item => item.Element));

    private bool IsNextInOrder => inOrder.TryPeek(out var first) && !(outOfOrder.TryPeek(out var other, out _) && other.At < first.At);

    /// <summary>Adds one.</summary>
    public void Add(PortMoment moment)
    {
        if (inOrder.Count == 0 || moment.At >= latest)
        {
            inOrder.Enqueue(moment);
            latest = moment.At;
        }
        else
        {
            outOfOrder.Enqueue(moment, (moment.At, added++));
        }
    }

    /// <summary>The earliest; false: there is none.</summary>
    public bool TryPeek(out PortMoment earliest) =>
        IsNextInOrder ? inOrder.TryPeek(out earliest) : outOfOrder.TryPeek(out earliest, out _);

    /// <summary>Takes the earliest out; false: there is none.</summary>
    public bool TryTake(out PortMoment earliest) =>
        IsNextInOrder ? inOrder.TryDequeue(out earliest) : outOfOrder.TryDequeue(out earliest, out _);

    /// <summary>Takes the earliest out if it is due by then.</summary>
    public bool TryTake(double now, out PortMoment due) => TryPeek(out due) && due.At <= now && TryTake(out due);

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        inOrder.Clear();
        outOfOrder.Clear();
    }
}
