namespace Repro.Physics;

/// <summary>
/// One pool of ports as connect() searches it, __inet_hash_connect in net/ipv4/inet_hashtables.c, or bind(), inet_csk_find_open_port in
/// net/ipv4/inet_connection_sock.c. Ports are numbered 0 … ports − 1. It knows no time: what closes, ages and expires is told to it.
/// </summary>
internal sealed class PortTable
{
    private readonly PortSearch _search;
    private readonly int _step;
    private readonly bool _mayMissOne;
    // What an offset is reduced to: a range of odd size is searched as if it had one port less.
    private readonly int _span;
    // Ports that connect() may have, free or to be taken over, by the pass of the search that tries them.
    private readonly PortSet[] _eligible;
    private readonly int[] _uses;
    private readonly PortState[] _states;
    private readonly PortTally _tally;
    private SplitMix64 _random;
    private uint _offset;

    public PortTable(int ports, PortSearch search, ulong seed, PortTally tally, bool? mayMissOne = null)
    {
        _search = search;
        _step = search == PortSearch.ByOne ? 1 : 2;
        _mayMissOne = ports > 1 && (mayMissOne ?? _step > 1);
        _span = _mayMissOne ? ports & ~1 : ports;
        _eligible = [.. Enumerable.Range(0, _step).Select(pass => new PortSet((ports - pass + _step - 1) / _step))];
        _uses = new int[ports];
        _states = new PortState[ports];
        _random = new SplitMix64(seed);
        _offset = (uint)_random.Next();
        _tally = tally;
    }

    private enum PortState : byte
    {
        Free,
        Held,
        Reusable,
    }

    /// <summary>The port that connect() or bind() takes, or null, EADDRNOTAVAIL or EADDRINUSE.</summary>
    public int? Take()
    {
        // bind() starts anywhere, and leaves the parity that connect() prefers for last.
        var isBind = _search == PortSearch.ByBind;
        var start = (int)((isBind ? (uint)_random.Next() : _offset) % (uint)_span) / _step;
        for (var pass = 0; pass < _step; pass++)
        {
            var parity = isBind ? _step - 1 - pass : pass;
            if (_eligible[parity].Count > 0 && Search(_eligible[parity], start) is var (position, tried))
            {
                _eligible[parity].Remove(position);
                // The farther a search went, the farther on the next one starts; a short one is made longer by chance.
                _offset += (uint)((Math.Max(tried, _random.NextBelow8()) + 1) * _step);
                var port = (position * _step) + parity;
                Use(port);
                return port;
            }
        }

        return null;
    }

    /// <summary>How often a port was taken so far: what is remembered of an earlier use is told apart by it.</summary>
    public int Uses(int port) => _uses[port];

    /// <summary>The TIME_WAIT on the port is old enough to be taken over.</summary>
    public void LetReuse(int port)
    {
        _states[port] = PortState.Reusable;
        Unblock(port);
    }

    /// <summary>Nothing is on the port any more.</summary>
    public void Release(int port)
    {
        if (_states[port] == PortState.Held)
        {
            Unblock(port);
        }

        _states[port] = PortState.Free;
        _tally.Held--;
    }

    private void Unblock(int port)
    {
        _eligible[port % _step].Add(port / _step);
        _tally.Blocked--;
    }

    private (int Position, int Tried)? Search(PortSet eligible, int start)
    {
        var tries = _mayMissOne ? Math.Max(1, _span / _step) : eligible.Size;
        if (eligible.NextFrom(start) is { } ahead && ahead - start < tries)
        {
            return (ahead, ahead - start);
        }

        // At the end it goes back by the span: in a range of odd size that is to the second port of the first port's parity, not its first.
        return eligible.NextFrom(eligible.Size - tries) is { } behind && behind < start ? (behind, tries - start + behind) : null;
    }

    private void Use(int port)
    {
        if (_states[port] == PortState.Reusable)
        {
            _tally.TakenOver++;
        }
        else
        {
            _tally.Held++;
        }

        if (_uses[port]++ == 0)
        {
            _tally.EverUsed++;
        }

        _states[port] = PortState.Held;
        _tally.Blocked++;
    }
}
