using Repro.Model;
using Repro.Proxies;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The samples of the hosts that open the connections to the backends.</summary>
internal static class OpenerSamples
{
    /// <summary>All of them, host by host.</summary>
    public static IEnumerable<SocketsLine> Of(RecordedCase recorded) => HopSamples.OpeningSide(recorded, recorded.File.Upstream);

    /// <summary>
    /// The same as if the hosts were one: of each sampling interval what they had together, by the last sample of each. Several hosts don't
    /// dump their sockets at the same moment: of those that have not in this interval the last dump counts, but for TIME_WAIT, which every
    /// sample tells.
    /// </summary>
    public static List<SocketsLine> Together(RecordedCase recorded)
    {
        var lines = Of(recorded).ToList();
        if (lines.DistinctBy(line => line.Host).Count() <= 1)
        {
            return lines;
        }

        var latest = new Dictionary<string, SocketsLine>();
        var dumped = new Dictionary<string, SocketsLine>();
        var hosts = lines.Select(line => line.Host).Distinct().Count();
        var together = new List<SocketsLine>();
        foreach (var interval in lines.GroupBy(line => HopSamples.Interval(recorded, line)).OrderBy(interval => interval.Key))
        {
            foreach (var line in interval.OrderBy(line => line.T))
            {
                latest[line.Host] = line;
                if (line.States is not null)
                {
                    dumped[line.Host] = line;
                }
            }

            if (latest.Count == hosts)
            {
                var isDumped = dumped.Count == hosts && interval.Any(line => line.States is not null);
                together.Add(Sum(interval.Max(line => line.T), latest.Values, isDumped ? dumped : null));
            }
        }

        return together;
    }

    /// <summary>
    /// TIME_WAIT of connections to the backends. A proxy may have others, of clients that it refused and closed on, and so has a client's
    /// host with the backends on it: only the dumps know whose they are. Of others every sample tells.
    /// </summary>
    public static IEnumerable<CountPoint> TimeWait(RecordedCase recorded) =>
        CaseConditions.Of(recorded.File) is var conditions
            && (ProxyKinds.Of(conditions.Proxy).ClosesOnClients || (conditions.IsOneHost && conditions.BackendsCloseFirst))
            ? from line in Of(recorded)
              where line.Tuples is not null
              select new CountPoint(line.T, line.Tuples!.Sum(tuple => tuple.TimeWait))
            : Together(recorded).Select(line => new CountPoint(line.T, line.TimeWait));

    /// <summary>What ESTABLISHED is called of the connections that a proxy accepted.</summary>
    public const string EstablishedWithClients = "ESTABLISHED (clients)";

    /// <summary>
    /// Sockets of a sample with a dump by TCP state; LISTEN is none of a connection. A request that is under way has one in ESTABLISHED on
    /// each leg.
    /// </summary>
    public static IReadOnlyDictionary<string, int> StatesByLeg(SocketsLine line)
    {
        var states = line.States!.Where(state => state.Key is not (TcpState.Listen or TcpState.Established))
            .ToDictionary(state => state.Key.Name(), state => state.Value);
        var all = line.States!.GetValueOrDefault(TcpState.Established);
        // Tuples are those of the connections that it opened.
        var opened = Math.Min(all, (line.Tuples ?? []).Sum(tuple => tuple.Established));
        foreach (var (name, count) in new[] { (TcpState.Established.Name(), opened), (EstablishedWithClients, all - opened) })
        {
            if (count > 0)
            {
                states[name] = count;
            }
        }

        return states;
    }

    /// <summary>Most sockets in each TCP state at a sample with a dump, by leg.</summary>
    public static IReadOnlyDictionary<string, int> PeakStates(IEnumerable<SocketsLine> samples) => new SortedDictionary<string, int>(
        samples.Where(line => line.States is not null).SelectMany(StatesByLeg)
            .GroupBy(state => state.Key, state => state.Value)
            .ToDictionary(state => state.Key, state => state.Max()),
        StringComparer.Ordinal);

    /// <summary>Most sockets in a TCP state at a sample with a dump.</summary>
    public static int PeakState(IEnumerable<SocketsLine> samples, TcpState state) =>
        samples.Select(line => line.States?.GetValueOrDefault(state) ?? 0).DefaultIfEmpty().Max();

    private static SocketsLine Sum(
        double t, IReadOnlyCollection<SocketsLine> latest, IReadOnlyDictionary<string, SocketsLine>? dumped)
    {
        var counters = latest.SelectMany(line => line.Counters).GroupBy(counter => counter.Key, counter => counter.Value);
        var states = dumped is null ? null : latest.SelectMany(line => StatesNow(line, dumped[line.Host]))
            .GroupBy(state => state.State, state => state.Count)
            .Where(state => state.Sum() > 0);
        return new SocketsLine
        {
            Host = latest.First().Host,
            T = t,
            TimeWait = latest.Sum(line => line.TimeWait),
            InUse = latest.Sum(line => line.InUse),
            Counters = counters.ToDictionary(counter => counter.Key, counter => counter.Sum()),
            Cpu = latest.Sum(line => line.Cpu),
            TimeWaitLeft = latest.Max(line => line.TimeWaitLeft),
            States = states?.ToDictionary(state => state.Key, state => state.Sum()),
            Tuples = dumped is null ? null : [.. dumped.Values.SelectMany(line => line.Tuples ?? [])],
        };
    }

    // Orphans in FIN_WAIT_2 are counted with TIME_WAIT by every sample, and apart by dumps.
    private static IEnumerable<(TcpState State, int Count)> StatesNow(SocketsLine line, SocketsLine dump)
    {
        var orphans = dump.TimeWait - dump.States!.GetValueOrDefault(TcpState.TimeWait);
        return dump.States!.Where(state => state.Key != TcpState.TimeWait).Select(state => (state.Key, state.Value))
            .Append((TcpState.TimeWait, Math.Max(0, line.TimeWait - orphans)));
    }
}
