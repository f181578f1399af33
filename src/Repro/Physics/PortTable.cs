namespace Repro.Physics;

/// <summary>
/// One pool of ports as connect() searches it, __inet_hash_connect in net/ipv4/inet_hashtables.c, or bind(), inet_csk_find_open_port in
/// net/ipv4/inet_connection_sock.c. Ports are numbered 0 … ports − 1. It knows no time: what closes, ages and expires is told to it.
/// </summary>
internal sealed class PortTable
{
    private readonly PortSearch search;
    private readonly int step;
    private bool mayMissOne;
    // What an offset is reduced to: a range of odd size is searched as if it had one port less.
    private int span;
    // Ports that connect() may have, free or to be taken over, by the pass of the search that tries them.
    private readonly PortSet[] eligible;
    private int[] uses = [];
    private PortState[] states = [];
    private readonly PortTally tally;
    private SplitMix64 random;
    private uint offset;

    public PortTable(int ports, PortSearch search, ulong seed, PortTally tally, bool? mayMissOne = null)
    {
        this.search = search;
        step = search == PortSearch.ByOne ? 1 : 2;
        eligible = [.. Enumerable.Range(0, step).Select(_ => new PortSet(0))];
        Grow(ports, mayMissOne);
        random = new SplitMix64(seed);
        offset = (uint)random.Next();
        this.tally = tally;
    }

    private enum PortState : byte
    {
        Free,
        Held,
        Reusable,
    }

    /// <summary>Has so many ports from now on, no fewer than before; the new ones are free.</summary>
    public void Grow(int ports, bool? mayMissOne)
    {
        this.mayMissOne = ports > 1 && (mayMissOne ?? step > 1);
        span = this.mayMissOne ? ports & ~1 : ports;
        foreach (var (pass, set) in eligible.Index())
        {
            set.Grow((ports - pass + step - 1) / step);
        }

        Array.Resize(ref uses, ports);
        Array.Resize(ref states, ports);
    }

    /// <summary>The port that connect() or bind() takes, or null, EADDRNOTAVAIL or EADDRINUSE.</summary>
    public int? Take()
    {
        // bind() starts anywhere, and leaves the parity that connect() prefers for last.
        var isBind = search == PortSearch.ByBind;
        var start = (int)((isBind ? (uint)random.Next() : offset) % (uint)span) / step;
        for (var pass = 0; pass < step; pass++)
        {
            var parity = isBind ? step - 1 - pass : pass;
            if (eligible[parity].Count > 0 && Search(eligible[parity], start) is var (position, tried))
            {
                eligible[parity].Remove(position);
                // The farther a search went, the farther on the next one starts; a short one is made longer by chance.
                offset += (uint)((Math.Max(tried, random.NextBelow8()) + 1) * step);
                var port = (position * step) + parity;
                Use(port);
                return port;
            }
        }

        return null;
    }

    /// <summary>How often a port was taken so far: what is remembered of an earlier use is told apart by it.</summary>
    public int Uses(int port) => uses[port];

    /// <summary>Whether nothing is on the port, not even a TIME_WAIT that connect() would take over: then a listener may have it.</summary>
    public bool IsFree(int port) => states[port] == PortState.Free;

    /// <summary>A listener has a free port: connect() passes it over.</summary>
    public void Listen(int port) => eligible[port % step].Remove(port / step);

    /// <summary>The listener is gone.</summary>
    public void StopListening(int port) => eligible[port % step].Add(port / step);

    /// <summary>Whether the TIME_WAIT on the port may be taken over, as it is old enough for that.</summary>
    public void LetReuse(int port, bool isAllowed = true)
    {
        if (isAllowed == (states[port] == PortState.Reusable))
        {
            return;
        }

        states[port] = isAllowed ? PortState.Reusable : PortState.Held;
        if (isAllowed)
        {
            Unblock(port);
        }
        else
        {
            eligible[port % step].Remove(port / step);
            tally.Blocked++;
        }
    }

    /// <summary>Nothing is on the port any more.</summary>
    public void Release(int port)
    {
        if (states[port] == PortState.Held)
        {
            Unblock(port);
        }

        states[port] = PortState.Free;
        tally.Held--;
    }

    private void Unblock(int port)
    {
        eligible[port % step].Add(port / step);
        tally.Blocked--;
    }

    private (int Position, int Tried)? Search(PortSet eligible, int start)
    {
        var tries = mayMissOne ? Math.Max(1, span / step) : eligible.Size;
        if (eligible.NextFrom(start) is { } ahead && ahead - start < tries)
        {
            return (ahead, ahead - start);
        }

        // At the end it goes back by the span: in a range of odd size that is to the second port of the first port's parity, not its first.
        return eligible.NextFrom(eligible.Size - tries) is { } behind && behind < start ? (behind, tries - start + behind) : null;
    }

    private void Use(int port)
    {
        if (states[port] == PortState.Reusable)
        {
            tally.TakenOver++;
        }
        else
        {
            tally.Held++;
        }

        if (uses[port]++ == 0)
        {
            tally.EverUsed++;
        }

        states[port] = PortState.Held;
        tally.Blocked++;
    }
}
