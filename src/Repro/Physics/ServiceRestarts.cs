namespace Repro.Physics;

/// <summary>
/// Services that listen on ports of the range from which connections of their host get theirs. While one listens connect() passes its port
/// over (__inet_hash_connect, net/ipv4/inet_hashtables.c); while it is down the port is as good as any; and a connection on it, in whatever
/// state, TIME_WAIT among them, has bind() fail with EADDRINUSE, with SO_REUSEADDR too unless the connection's socket has that as well
/// (inet_csk_bind_conflict, net/ipv4/inet_connection_sock.c).
/// </summary>
internal sealed class ServiceRestarts
{
    /// <summary>Connections of a load that is not too much to tell.</summary>
    public const int MostOfLoad = 500_000;

    private const int MostRuns = 200;
    private const int FewestRuns = 20;

    // In standard deviations. Of one load more than N, 2 in N + 1 are beyond all of the N: 1 % beyond 200, 10 % beyond 20.
    private const double Margin = 4;

    // Of all runs together; some tenths of a second.
    private const long MostConnections = 2_000_000;

    private readonly RestartSchedule schedule;
    private readonly IReadOnlyList<int?> positions;
    private readonly PortPools pools;
    private readonly PortTable[][] tables;
    private readonly bool[,] listens;
    private long stopped;
    private long started;

    private ServiceRestarts(PortModel model, RestartSchedule schedule, IReadOnlyList<int?> positions, ulong seed)
    {
        (this.schedule, this.positions) = (schedule, positions);
        pools = new PortPools(model, seed);
        tables = [.. Enumerable.Range(0, schedule.Hosts)
            .Select(host => pools.Tables.Where((_, pool) => pool % schedule.Hosts == host).ToArray())];
        listens = new bool[schedule.Hosts, schedule.Services];
        for (var host = 0; host < schedule.Hosts; host++)
        {
            for (var service = 0; service < schedule.Services; service++)
            {
                Start(host, service);
            }
        }
    }

    private long Taken { get; set; }

    /// <summary>
    /// What restarts are expected to meet: the load again and again, each time with searches that begin elsewhere.
    /// </summary>
    /// <param name="model">The side that opens connections. Pool p is of host p modulo the number of hosts.</param>
    /// <param name="openings">When connections are opened, ascending.</param>
    /// <param name="schedule">When services are restarted.</param>
    /// <param name="positions">The services' ports of each host, counted from the first of the range; null: outside of it.</param>
    /// <param name="durationSeconds">How long the load lasts.</param>
    public static RestartOdds Odds(
        PortModel model, IReadOnlyList<double> openings, RestartSchedule schedule, IReadOnlyList<int?> positions, double durationSeconds)
    {
        var runs = (int)Math.Clamp(MostConnections / Math.Max(1, openings.Count), FewestRuns, MostRuns);
        var taken = new long[runs];
        Parallel.For(0, runs, run => taken[run] = Run(model, openings, schedule, positions, durationSeconds, (ulong)run));
        Array.Sort(taken);
        var mean = taken.Average();
        var margin = Margin * Math.Sqrt(taken.Sum(one => (one - mean) * (one - mean)) / (runs - 1));
        return new RestartOdds(
            Math.Min(taken[0], (long)Math.Max(0, Math.Ceiling(mean - margin))),
            taken[runs / 2],
            Math.Max(taken[^1], Math.Min(schedule.StartsBefore(durationSeconds), (long)Math.Floor(mean + margin))));
    }

    /// <summary>How many restarts of one run find their port taken.</summary>
    /// <param name="model">As above.</param>
    /// <param name="openings">As above.</param>
    /// <param name="schedule">As above.</param>
    /// <param name="positions">As above.</param>
    /// <param name="durationSeconds">As above.</param>
    /// <param name="seed">Where the searches begin.</param>
    internal static long Run(
        PortModel model, IReadOnlyList<double> openings, RestartSchedule schedule, IReadOnlyList<int?> positions, double durationSeconds,
        ulong seed)
    {
        var run = new ServiceRestarts(model, schedule, positions, seed);
        for (var number = 0; number < openings.Count; number++)
        {
            run.RestartUntil(openings[number]);
            run.pools.Advance(openings[number]);
            run.pools.Connect(number % model.Pools, openings[number]);
        }

        run.RestartUntil(durationSeconds);
        return run.Taken;
    }

    private void RestartUntil(double end)
    {
        while (Math.Min(schedule.Stops(stopped), schedule.Starts(started)) is var now && now < end)
        {
            pools.Advance(now);
            if (schedule.Stops(stopped) <= schedule.Starts(started))
            {
                Stop(schedule.Host(stopped), schedule.Service(stopped));
                stopped++;
            }
            else
            {
                Taken += Start(schedule.Host(started), schedule.Service(started)) ? 0 : 1;
                started++;
            }
        }
    }

    private bool Start(int host, int service)
    {
        if (positions[service] is not { } position)
        {
            return true;
        }

        if (!Array.TrueForAll(tables[host], table => table.IsFree(position)))
        {
            return false;
        }

        Array.ForEach(tables[host], table => table.Listen(position));
        return listens[host, service] = true;
    }

    private void Stop(int host, int service)
    {
        if (listens[host, service])
        {
            listens[host, service] = false;
            Array.ForEach(tables[host], table => table.StopListening(positions[service]!.Value));
        }
    }
}

/// <summary>How many restarts find their port taken.</summary>
/// <param name="Least">What one load more hardly has fewer than.</param>
/// <param name="Median">As a rule.</param>
/// <param name="Most">What it hardly has more than.</param>
internal readonly record struct RestartOdds(long Least, long Median, long Most);
