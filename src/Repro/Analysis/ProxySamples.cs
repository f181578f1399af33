using Repro.Model;
using Repro.Proxies;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The samples of the proxy.</summary>
internal static class ProxySamples
{
    public static IEnumerable<SocketsLine> Of(RecordedCase recorded) =>
        recorded.Sockets.Where(line => RecordedCase.RoleOf(line.Host) == HostRole.Proxy);

    /// <summary>
    /// TIME_WAIT of its connections to the backends. A proxy may have others, of clients that it refused and closed on: only the dumps know
    /// whose they are. Of one that lets its clients close every sample tells.
    /// </summary>
    public static IEnumerable<CountPoint> TimeWait(RecordedCase recorded) =>
        ProxyKinds.Of(CaseConditions.Of(recorded.File).Proxy).ClosesOnClients
            ? from line in Of(recorded)
              where line.Tuples is not null
              select new CountPoint(line.T, line.Tuples!.Sum(tuple => tuple.TimeWait))
            : Of(recorded).Select(line => new CountPoint(line.T, line.TimeWait));

    /// <summary>What ESTABLISHED is called of the connections that the proxy accepted.</summary>
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
}
