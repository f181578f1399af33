namespace Repro.Physics;

/// <summary>
/// A pool of connections that are kept for further requests: which requests find one, and which open one. Times in seconds.
/// </summary>
internal sealed record KeepAlivePool
{
    /// <summary>
    /// How much later than others an answer may come in a lab, in seconds: what a machine of few processors takes up without being called
    /// too busy (docs/measured.md). Requests that come evenly are answered as evenly but for this.
    /// </summary>
    public const double JitterSeconds = 0.03;

    // What a request takes beside the backend's delay: a few hops on one machine. It decides where the delay is a multiple of the arrivals'
    // gap.
    private const double HopSeconds = 0.001;

    /// <summary>Hosts that have such a pool each, to which requests are dealt in turn.</summary>
    public int Hosts { get; init; } = 1;

    /// <summary>Most idle connections of a host.</summary>
    public required int Connections { get; init; }

    /// <summary>After how long without a request a connection is closed.</summary>
    public required double IdleSeconds { get; init; }

    /// <summary>After how many requests a connection is closed.</summary>
    public required int Requests { get; init; }

    /// <summary>How long a request keeps its connection busy.</summary>
    public required double ServiceSeconds { get; init; }

    /// <summary>
    /// Backends whose connections are kept apart, as the backend is chosen before the connection; 1 where a request takes any.
    /// </summary>
    public int KeptApart { get; init; } = 1;

    /// <summary>
    /// Idle connections of a host that a constant rate takes for no request to find none: one between an answer and the next request to its
    /// backend, and one for each request that comes while an answer is late.
    /// </summary>
    /// <param name="ratePerSecond">Requests per second, over all hosts.</param>
    public int Needed(double ratePerSecond) => KeptApart + (int)Math.Ceiling(ratePerSecond / Hosts * JitterSeconds);

    /// <summary>
    /// From one request that may take a connection to the next, at a constant rate: hosts, and backends that are kept apart, have theirs
    /// in turn.
    /// </summary>
    /// <param name="ratePerSecond">Requests per second, over all hosts.</param>
    public double PauseSeconds(double ratePerSecond) => Hosts / ratePerSecond * KeptApart;

    /// <summary>
    /// Whether a connection is still there when the next request of a constant rate comes: null where it depends on how evenly they come.
    /// </summary>
    /// <param name="ratePerSecond">Requests per second, over all hosts.</param>
    public bool? IsIdleUntilNext(double ratePerSecond)
    {
        var pause = PauseSeconds(ratePerSecond);
        return Math.Abs(IdleSeconds - pause) <= JitterSeconds ? null : IdleSeconds > pause;
    }

    /// <summary>
    /// When so many connections have been opened at a constant rate, and one more is. Those that are opened together, one for each request
    /// under way, have carried their share together and are replaced together: in waves, and not one after the other. An answer that is
    /// late has one more connection opened, which makes the waves larger from then on.
    /// </summary>
    /// <param name="ports">Ports, each of which a connection takes for good.</param>
    /// <param name="ratePerSecond">Requests per second, over all hosts.</param>
    /// <returns>The default where the first wave alone takes all of them.</returns>
    public Onset Waves(long ports, double ratePerSecond)
    {
        ports /= Hosts;
        ratePerSecond /= Hosts;
        var underWay = (long)(ratePerSecond * (ServiceSeconds + HopSeconds)) + 1;
        if (underWay >= ports)
        {
            return default;
        }

        var late = (long)Math.Ceiling(ratePerSecond * JitterSeconds);
        var moments = Enumerable.Range(0, (int)Math.Min(late, ports - underWay) + 1).Select(more => Moment(underWay + more)).ToList();
        return new Onset(moments[0], Other(moments.Min()), Other(moments.Max()));

        double Moment(long wave) => ((ports / wave * wave * (double)Requests) + (ports % wave)) / ratePerSecond;

        double? Other(double moment) => moment == moments[0] ? null : moment;
    }

    /// <summary>
    /// When connections are opened under these arrivals. A request takes the connection that was used last of those that are idle, of its
    /// backend where they are kept apart, else it opens one; one that comes back to a full pool is closed.
    /// </summary>
    /// <param name="arrivals">When requests are due, ascending.</param>
    public IEnumerable<double> Openings(IEnumerable<double> arrivals)
    {
        var hosts = Enumerable.Range(0, Hosts).Select(_ => new Host(this)).ToArray();
        return arrivals.Where((due, number) => hosts[number % Hosts].Opens(due));
    }

    private sealed class Host(KeepAlivePool pool)
    {
        private readonly double service = pool.ServiceSeconds + HopSeconds;

        // Requests of equal length end in the order in which they began.
        private readonly Queue<(double End, int Apart, int Served)> busy = new();
        // By backend; the least recently used is at the front.
        private readonly Dictionary<int, LinkedList<(double Since, int Served)>> idle = [];
        // All that became idle, those among them that have been taken since.
        private readonly Queue<(double Since, int Apart)> kept = new();
        private int idles;
        private long requests;

        /// <summary>Whether the request that is due now opens a connection.</summary>
        public bool Opens(double due)
        {
            while (busy.TryPeek(out var first) && first.End <= due)
            {
                busy.Dequeue();
                Expire(first.End);
                if (first.Served < pool.Requests && idles < pool.Connections)
                {
                    Idle(first.Apart).AddLast((first.End, first.Served));
                    kept.Enqueue((first.End, first.Apart));
                    idles++;
                }
            }

            Expire(due);
            var apart = (int)(requests++ % pool.KeptApart);
            var served = Idle(apart).Last?.Value.Served ?? 0;
            if (served > 0)
            {
                Idle(apart).RemoveLast();
                idles--;
            }

            busy.Enqueue((due + service, apart, served + 1));
            return served == 0;
        }

        private LinkedList<(double Since, int Served)> Idle(int apart) =>
            idle.TryGetValue(apart, out var own) ? own : idle[apart] = new LinkedList<(double, int)>();

        private void Expire(double now)
        {
            while (kept.TryPeek(out var oldest) && now - oldest.Since >= pool.IdleSeconds)
            {
                kept.Dequeue();
                if (Idle(oldest.Apart).First is { } first && first.Value.Since <= oldest.Since)
                {
                    Idle(oldest.Apart).RemoveFirst();
                    idles--;
                }
            }
        }
    }
}
