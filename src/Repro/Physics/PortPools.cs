namespace Repro.Physics;

/// <summary>The port tables of a model, and the clock that takes their connections from open to gone.</summary>
internal sealed class PortPools
{
    private PortModel model;
    private readonly PortTable[] tables;
    private readonly PortMoments closing = new();
    // FIN_WAIT_2 as sockets, whose FIN comes before, or after, they become time-waits; and as such, whose FIN comes, or is given up for.
    private readonly PortMoments late = new();
    private readonly PortMoments handedOver = new();
    private readonly PortMoments awaiting = new();
    private readonly PortMoments orphaned = new();
    private readonly PortMoments aging = new();
    private readonly PortMoments expiring = new();
    private readonly PortMoments prefilled = new();
    private readonly (PortMoments Moments, Action<PortMoment> Then)[] needsBucket;
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
                Wait(new PortMoment(0, pool, port, tables[pool].Uses(port)), prefilled);
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
        while (Next(now) is var (moments, then) && moments.TryTake(out var next))
        {
            // Who needs a bucket finds them as they are at that moment.
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

        closing.Add(new PortMoment(now + model.OpenSeconds, pool, port, tables[pool].Uses(port)));
        return true;
    }

    /// <summary>What is so from the moment on that was advanced to.</summary>
    public void Become(PortStage stage, double now)
    {
        model = stage.Model;
        isRefused = stage.IsRefused;
        foreach (var table in tables)
        {
            table.Grow(model.PortsPerPool, model.MayMissOne);
        }

        if (isRefused)
        {
            EndPeers(now);
        }

        // A setting counts for what waits already, too (tcp_twsk_unique asks at each connect()).
        aging.Clear();
        foreach (var waiting in prefilled.All.Concat(expiring.All).Where(waits => tables[waits.Pool].Uses(waits.Port) == waits.Use))
        {
            var old = waiting.EnteredAt + model.ReuseDelaySeconds;
            tables[waiting.Pool].LetReuse(waiting.Port, old <= now);
            if (old > now && old < waiting.At)
            {
                aging.Add(waiting with { At = old.Value });
            }
        }
    }

    // Theirs are the other ends of all connections, whose FINs come now: what is open is closed by them first, and leaves its port free
    // unless its own side never closes; what waits for a late FIN has it.
    private void EndPeers(double now)
    {
        while (model.Close != CloseKind.Never && closing.TryTake(out var open))
        {
            tables[open.Pool].Release(open.Port);
        }

        foreach (var sockets in new[] { late, handedOver })
        {
            while (sockets.TryTake(out var waits))
            {
                Wait(waits with { At = now });
            }
        }

        foreach (var orphans in new[] { awaiting, orphaned })
        {
            while (orphans.TryTake(out var waits))
            {
                Wait(waits with { At = now }, expiring);
            }
        }
    }

    private (PortMoments Moments, Action<PortMoment> Then)? Next(double now)
    {
        (PortMoments, Action<PortMoment>)? first = null;
        var at = double.PositiveInfinity;
        foreach (var (moments, then) in needsBucket)
        {
            if (moments.TryPeek(out var next) && next.At <= now && next.At < at)
            {
                (first, at) = ((moments, then), next.At);
            }
        }

        return first;
    }

    private void Close(PortMoment closed)
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
            late.Add(closed with { At = closed.At + model.FinLatenessSeconds });
        }
        else
        {
            handedOver.Add(closed with { At = due, ClosedAt = closed.At });
        }
    }

    // A time-wait from here on: inet_twsk_alloc in net/ipv4/inet_timewait_sock.c counts FIN_WAIT_2 too.
    private void HandOver(PortMoment orphan)
    {
        if (!TakesBucket(orphan))
        {
            return;
        }

        var (arrives, gone) = (orphan.ClosedAt + model.FinLatenessSeconds, model.Orphan.Gone(orphan.ClosedAt, orphan.At));
        if (arrives < gone)
        {
            awaiting.Add(orphan with { At = arrives });
        }
        else
        {
            orphaned.Add(orphan with { At = gone });
        }
    }

    private void Wait(PortMoment entered)
    {
        if (TakesBucket(entered))
        {
            Wait(entered, expiring);
        }
    }

    private bool TakesBucket(PortMoment closed)
    {
        if (!HasBucket)
        {
            tables[closed.Pool].Release(closed.Port);
            return false;
        }

        timeWaits++;
        return true;
    }

    private void Wait(PortMoment entered, PortMoments waiting)
    {
        var gone = TimerWheel.FiresAt(entered.At, model.WaitSeconds, model.Hertz);
        waiting.Add(entered with { At = gone, EnteredAt = entered.At });
        if (model.ReuseDelaySeconds is { } delay && entered.At + delay < gone)
        {
            aging.Add(entered with { At = entered.At + delay });
        }
    }

    private void Pass(double now)
    {
        while (awaiting.TryTake(now, out var waits))
        {
            Wait(waits, expiring);
        }

        while (aging.TryTake(now, out var old))
        {
            tables[old.Pool].LetReuse(old.Port);
        }

        Expire(prefilled, now);
        Expire(orphaned, now);
        Expire(expiring, now);
    }

    private void Expire(PortMoments waiting, double now)
    {
        while (waiting.TryTake(now, out var gone))
        {
            // Another use: this TIME_WAIT was taken over.
            if (tables[gone.Pool].Uses(gone.Port) == gone.Use)
            {
                timeWaits--;
                tables[gone.Pool].Release(gone.Port);
            }
        }
    }
}
