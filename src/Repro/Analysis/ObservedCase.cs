using Repro.Knobs;
using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the records of a case show of its proxy.</summary>
internal sealed class ObservedCase(RecordedCase recorded) : IObserved
{
    private readonly List<SocketsLine> proxy = [.. ProxySamples.Of(recorded)];
    private readonly HashSet<string> clients =
        [.. recorded.File.Hosts.Where(host => host.Role == HostRole.Client).SelectMany(host => host.Addresses)];

    public double DurationSeconds => recorded.File.DurationSeconds;

    public int Tuples => Hop.Tuples;

    public long CapacityPorts => Hop.CapacityPorts;

    public double RequestsPerConnection => Hop.RequestsPerConnection;

    public long? PredictedRecycled => recorded.File.TimeWaitRecycled;

    public IEnumerable<Readback> Sysctls => recorded.File.Hosts
        .Where(host => host.Role == HostRole.Proxy)
        .SelectMany(host => host.Sysctls)
        .Select(sysctl => new Readback(sysctl.Name, sysctl.Asked, sysctl.Read));

    public IEnumerable<Readback> SocketOptions =>
        (recorded.End?.Proxy?.SocketOptions ?? [])
            .Select(option => new Readback(option.Name, $"{option.Asked}", option.Read is { } read ? $"{read}" : null));

    public long Connects => recorded.Proxy.Sum(line => line.Connects);

    public long Requests => recorded.Proxy.Sum(line => line.Sent);

    public long Attempts => recorded.Proxy.Sum(line => line.Attempts);

    public IReadOnlyList<string> PortFailures => [.. PortFailure.Count(recorded.Proxy).Keys.Where(PortFailure.Is)];

    public int PeakTimeWait => ProxySamples.TimeWait(recorded).Select(point => point.Count).DefaultIfEmpty().Max();

    public int FirstTimeWait => proxy.FirstOrDefault()?.TimeWait ?? 0;

    public int PeakFinWait2 => ProxySamples.PeakState(proxy, TcpState.FinWait2);

    public double? TimeWaitLeft => proxy.Max(line => line.TimeWaitLeft);

    public int TuplesUsed => InUse.Count();

    public int ClientTuplesUsed => InUse.Count(tuple => clients.Contains(tuple.Source));

    public string? SocketPorts => recorded.End?.Proxy?.SocketPorts;

    public long Prefilled => recorded.End?.Proxy?.Prefilled ?? 0;

    private HopFacts Hop => recorded.File.Upstream;

    private IEnumerable<(string Source, string Destination)> InUse =>
        proxy.SelectMany(line => line.Tuples ?? []).Select(tuple => (tuple.Source, tuple.Destination)).Distinct();

    public long Counter(string name) => proxy.LastOrDefault()?.Counters.GetValueOrDefault(name) ?? 0;

    public long BackendCounter(string name) => recorded.Sockets
        .Where(line => RecordedCase.RoleOf(line.Host) == HostRole.Backend)
        .GroupBy(line => line.Host)
        .Sum(host => host.Last().Counters.GetValueOrDefault(name));
}
