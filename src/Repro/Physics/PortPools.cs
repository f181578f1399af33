namespace Repro.Physics;

/// <summary>The port tables of a model, and the clock that takes their connections from open to gone.</summary>
internal sealed class PortPools
{
    private PortModel model;
    private readonly PortTable[] tables;
    // All connections are open, late and waiting equally long: what happens to them next happens in the order in which they were made.
    private readonly Queue<Moment> closing = [];
    private readonly Queue<Moment> late = [];
    private readonly Queue<Moment> handedOver = [];
    private readonly Queue<Moment> aging = [];
    private readonly Queue<Moment> expiring = [];
    private readonly Queue<Moment> orphaned = [];
    private readonly Queue<Moment> prefilled = [];
    private readonly (Queue<Moment> Queue, Action<Moment> Then)[] needsBucket;
    private int timeWaits;
    private bool isRefused;

    /// <param name="model">The side that opens the connections.</param>
    /// <param name="seed">Where the searches start, and how far apart they begin.</param>
    public PortPools(PortModel model, ulong seed = 0)
    {
        this.model = model;
        tables = [.. Enumerable.Range(0, model.Pools)
            .Select(pool => new PortTable(
                model.PortsPerPool, model.Search, (seed * (ulong)model.Pools) + (ulong)pool, Tally, model.MayMissOne))];
        needsBucket = [(closing, Close), (handedOver, HandOver), (late, Wait)];
        for (var number = 0L; number < (long)model.PrefilledPerPool * model.Pools; number++)
        {
            var pool = (int)(number % model.Pools);
            if (HasBucket && tables[pool].Take() is { } port)
            {
                timeWaits++;
                Wait(new Moment(0, pool, port, tables[pool].Uses(port)), prefilled);
            }
        }
    }

    public PortTally Tally { get; } = new();

    /// <summary>Each pool's ports.</summary>
    public IReadOnlyList<PortTable> Tables => tables;

    private bool HasBucket => model.TimeWaitBuckets is not { } buckets || timeWaits < buckets;

    /// <summary>Lets pass what happens until then; times must not descend.</summary>
    public void Advance(double now)
    {
        while (Next(now) is var (queue, then))
        {
            // Who needs a bucket finds them as they are at that moment.
            var next = queue.Dequeue();
            Pass(next.At);
            then(next);
        }

        Pass(now);
    }

    /// <summary>connect() of a pool at the moment that was advanced to; false: EADDRNOTAVAIL.</summary>
    public bool Connect(int pool, double now)
    {
        var takenOver = Tally.TakenOver;
        if (tables[pool].Take() is not { } port)
        {
            return false;
        }

        timeWaits -= (int)(Tally.TakenOver - takenOver);
        if (isRefused)
        {
            tables[pool].Release(port);
            return true;
        }

        closing.Enqueue(new Moment(now + model.OpenSeconds, pool, port, tables[pool].Uses(port)));
        return true;
    }

    /// <summary>
    /// What is so from the moment on that was advanced to. Where those end who accept, whom the others' ends of connections belong to,
    /// the ports of all that are open are free: the side that closes first has the TIME_WAIT.
    /// </summary>
    public void Become(PortStage stage, double now)
    {
        model = stage.Model;
        isRefused = stage.IsRefused;
        foreach (var table in tables)
        {
            table.Grow(model.PortsPerPool, model.MayMissOne);
        }

        while (isRefused && closing.TryDequeue(out var open))
        {
            tables[open.Pool].Release(open.Port);
        }

        // A setting counts for what waits already, too (tcp_twsk_unique asks at each connect()).
        aging.Clear();
        foreach (var waiting in prefilled.Concat(expiring).Where(waits => tables[waits.Pool].Uses(waits.Port) == waits.Use))
        {
            var old = waiting.EnteredAt + model.ReuseDelaySeconds;
            tables[waiting.Pool].LetReuse(waiting.Port, old <= now);
            if (old > now && old < waiting.At)
            {
                aging.Enqueue(waiting with { At = old.Value });
            }
        }
    }

    private (Queue<Moment> Queue, Action<Moment> Then)? Next(double now)
    {
        (Queue<Moment>, Action<Moment>)? first = null;
        var at = double.PositiveInfinity;
        foreach (var (queue, then) in needsBucket)
        {
            if (queue.TryPeek(out var next) && next.At <= now && next.At < at)
            {
                (first, at) = ((queue, then), next.At);
            }
        }

        return first;
    }

    private void Close(Moment closed)
    {
        if (model.Close != CloseKind.OwnFin)
        {
            tables[closed.Pool].Release(closed.Port);
        }
        else if (model.FinLatenessSeconds <= 0)
        {
            Wait(closed);
        }
        else if (model.Orphan.HandedOver(closed.At) is var due && closed.At + model.FinLatenessSeconds <= due)
        {
            late.Enqueue(closed with { At = closed.At + model.FinLatenessSeconds });
        }
        else
        {
            handedOver.Enqueue(closed with { At = due, ClosedAt = closed.At });
        }
    }

    // A time-wait from here on: inet_twsk_alloc in net/ipv4/inet_timewait_sock.c counts FIN_WAIT_2 too.
    private void HandOver(Moment orphan)
    {
        if (!TakesBucket(orphan))
        {
            return;
        }

        if (model.FinArrives(orphan.ClosedAt) is { } arrives)
        {
            Wait(orphan with { At = arrives }, expiring);
        }
        else
        {
            orphaned.Enqueue(orphan with { At = model.Orphan.Gone(orphan.ClosedAt) });
        }
    }

    private void Wait(Moment entered)
    {
        if (TakesBucket(entered))
        {
            Wait(entered, expiring);
        }
    }

    private bool TakesBucket(Moment closed)
    {
        if (!HasBucket)
        {
            tables[closed.Pool].Release(closed.Port);
            return false;
        }

        timeWaits++;
        return true;
    }

    private void Wait(Moment entered, Queue<Moment> queue)
    {
        var gone = TimerWheel.FiresAt(entered.At, model.WaitSeconds, model.Hertz);
        queue.Enqueue(entered with { At = gone, EnteredAt = entered.At });
        if (model.ReuseDelaySeconds is { } delay && entered.At + delay < gone)
        {
            aging.Enqueue(entered with { At = entered.At + delay });
        }
    }

    private void Pass(double now)
    {
        while (aging.TryPeek(out var next) && next.At <= now)
        {
            tables[next.Pool].LetReuse(aging.Dequeue().Port);
        }

        Expire(prefilled, now);
        Expire(orphaned, now);
        Expire(expiring, now);
    }

    private void Expire(Queue<Moment> queue, double now)
    {
        while (queue.TryPeek(out var next) && next.At <= now)
        {
            queue.Dequeue();
            // Another use: this TIME_WAIT was taken over.
            if (tables[next.Pool].Uses(next.Port) == next.Use)
            {
                timeWaits--;
                tables[next.Pool].Release(next.Port);
            }
        }
    }

    private readonly record struct Moment(double At, int Pool, int Port, int Use, double ClosedAt = 0, double EnteredAt = 0);
}
