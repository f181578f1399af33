namespace Repro.Physics;

/// <summary>The port tables of a model, and the clock that takes their connections from open to gone.</summary>
internal sealed class PortPools
{
    private readonly PortModel _model;
    private readonly PortTable[] _tables;
    // All connections are open, late and waiting equally long: what happens to them next happens in the order in which they were made.
    private readonly Queue<Moment> _closing = [];
    private readonly Queue<Moment> _late = [];
    private readonly Queue<Moment> _handedOver = [];
    private readonly Queue<Moment> _aging = [];
    private readonly Queue<Moment> _expiring = [];
    private readonly Queue<Moment> _orphaned = [];
    private readonly Queue<Moment> _prefilled = [];
    private readonly (Queue<Moment> Queue, Action<Moment> Then)[] _needsBucket;
    private int _timeWaits;

    public PortPools(PortModel model)
    {
        _model = model;
        _tables = [.. Enumerable.Range(0, model.Pools)
            .Select(pool => new PortTable(model.PortsPerPool, model.Search, (ulong)pool, Tally, model.MayMissOne))];
        _needsBucket = [(_closing, Close), (_handedOver, HandOver), (_late, Wait)];
        for (var number = 0L; number < (long)model.PrefilledPerPool * model.Pools; number++)
        {
            var pool = (int)(number % model.Pools);
            if (HasBucket && _tables[pool].Take() is { } port)
            {
                _timeWaits++;
                Wait(new Moment(0, pool, port, _tables[pool].Uses(port)), _prefilled);
            }
        }
    }

    public PortTally Tally { get; } = new();

    private bool HasBucket => _model.TimeWaitBuckets is not { } buckets || _timeWaits < buckets;

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
        if (_tables[pool].Take() is not { } port)
        {
            return false;
        }

        _timeWaits -= (int)(Tally.TakenOver - takenOver);
        _closing.Enqueue(new Moment(now + _model.OpenSeconds, pool, port, _tables[pool].Uses(port)));
        return true;
    }

    private (Queue<Moment> Queue, Action<Moment> Then)? Next(double now)
    {
        (Queue<Moment>, Action<Moment>)? first = null;
        var at = double.PositiveInfinity;
        foreach (var (queue, then) in _needsBucket)
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
        if (_model.Close != CloseKind.OwnFin)
        {
            _tables[closed.Pool].Release(closed.Port);
        }
        else if (_model.FinLatenessSeconds <= 0)
        {
            Wait(closed);
        }
        else if (_model.Orphan.HandedOver(closed.At) is var handedOver && closed.At + _model.FinLatenessSeconds <= handedOver)
        {
            _late.Enqueue(closed with { At = closed.At + _model.FinLatenessSeconds });
        }
        else
        {
            _handedOver.Enqueue(closed with { At = handedOver, ClosedAt = closed.At });
        }
    }

    // A time-wait from here on: inet_twsk_alloc in net/ipv4/inet_timewait_sock.c counts FIN_WAIT_2 too.
    private void HandOver(Moment orphan)
    {
        if (!TakesBucket(orphan))
        {
            return;
        }

        if (_model.FinArrives(orphan.ClosedAt) is { } arrives)
        {
            Wait(orphan with { At = arrives }, _expiring);
        }
        else
        {
            _orphaned.Enqueue(orphan with { At = _model.Orphan.Gone(orphan.ClosedAt) });
        }
    }

    private void Wait(Moment entered)
    {
        if (TakesBucket(entered))
        {
            Wait(entered, _expiring);
        }
    }

    private bool TakesBucket(Moment closed)
    {
        if (!HasBucket)
        {
            _tables[closed.Pool].Release(closed.Port);
            return false;
        }

        _timeWaits++;
        return true;
    }

    private void Wait(Moment entered, Queue<Moment> expiring)
    {
        var gone = TimerWheel.FiresAt(entered.At, _model.WaitSeconds, _model.Hertz);
        expiring.Enqueue(entered with { At = gone });
        if (_model.ReuseDelaySeconds is { } delay && entered.At + delay < gone)
        {
            _aging.Enqueue(entered with { At = entered.At + delay });
        }
    }

    private void Pass(double now)
    {
        while (_aging.TryPeek(out var next) && next.At <= now)
        {
            _tables[next.Pool].LetReuse(_aging.Dequeue().Port);
        }

        Expire(_prefilled, now);
        Expire(_orphaned, now);
        Expire(_expiring, now);
    }

    private void Expire(Queue<Moment> expiring, double now)
    {
        while (expiring.TryPeek(out var next) && next.At <= now)
        {
            expiring.Dequeue();
            // Another use: this TIME_WAIT was taken over.
            if (_tables[next.Pool].Uses(next.Port) == next.Use)
            {
                _timeWaits--;
                _tables[next.Pool].Release(next.Port);
            }
        }
    }

    private readonly record struct Moment(double At, int Pool, int Port, int Use, double ClosedAt = 0);
}
