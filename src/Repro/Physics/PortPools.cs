namespace Repro.Physics;

/// <summary>The port tables of a model, and the clock that takes their connections from open to gone.</summary>
internal sealed class PortPools
{
    private readonly PortModel _model;
    private readonly PortTable[] _tables;
    // All connections are open, late and waiting equally long: what happens to them next happens in the order in which they were made.
    private readonly Queue<Moment> _closing = [];
    private readonly Queue<Moment> _aging = [];
    private readonly Queue<Moment> _expiring = [];
    private readonly Queue<Moment> _prefilled = [];
    private int _timeWaits;

    public PortPools(PortModel model)
    {
        _model = model;
        _tables = [.. Enumerable.Range(0, model.Pools).Select(pool => new PortTable(model.PortsPerPool, model.Search, (ulong)pool, Tally))];
        for (var number = 0L; number < (long)model.PrefilledPerPool * model.Pools; number++)
        {
            var pool = (int)(number % model.Pools);
            if (HasBucket && _tables[pool].Take() is { } port)
            {
                Wait(new Moment(0, pool, port, _tables[pool].Uses(port)), _prefilled);
            }
        }
    }

    public PortTally Tally { get; } = new();

    private bool HasBucket => _model.TimeWaitBuckets is not { } buckets || _timeWaits < buckets;

    /// <summary>Lets pass what happens until then; times must not descend.</summary>
    public void Advance(double now)
    {
        while (_closing.TryPeek(out var next) && next.At <= now)
        {
            // Who closes finds the buckets as they are at that moment.
            Pass(next.At);
            Close(_closing.Dequeue());
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

    private void Close(Moment closed)
    {
        if (_model.Close != CloseKind.OwnFin || !HasBucket)
        {
            _tables[closed.Pool].Release(closed.Port);
        }
        else if (_model.OrphanTimesOut)
        {
            _timeWaits++;
            _expiring.Enqueue(closed with { At = TimerWheel.FiresAt(closed.At, _model.FinTimeoutSeconds, _model.Hertz) });
        }
        else
        {
            Wait(closed with { At = closed.At + _model.FinLatenessSeconds }, _expiring);
        }
    }

    private void Wait(Moment entered, Queue<Moment> expiring)
    {
        // From its close on: inet_twsk_alloc in net/ipv4/inet_timewait_sock.c counts FIN_WAIT_2 too.
        _timeWaits++;
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

    private readonly record struct Moment(double At, int Pool, int Port, int Use);
}
