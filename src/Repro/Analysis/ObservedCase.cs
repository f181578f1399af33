using Repro.Knobs;
using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the records of a case show of the hosts that open the connections to the backends.</summary>
internal sealed class ObservedCase(RecordedCase recorded) : IObserved
{
    private readonly List<SocketsLine> samples = [.. OpenerSamples.Of(recorded)];
    private readonly List<SocketsLine> together = OpenerSamples.Together(recorded);
    private readonly HashSet<string> clients =
        [.. recorded.File.Hosts.Where(host => host.Role == HostRole.Client).SelectMany(host => host.Addresses)];

    public double DurationSeconds => recorded.File.DurationSeconds;

    public int Tuples => Hop.Tuples;

    public long CapacityPorts => Hop.CapacityPorts;

    public double RequestsPerConnection => Hop.RequestsPerConnection;

    public long? PredictedRecycled => recorded.File.TimeWaitRecycled;

    public IEnumerable<Readback> Sysctls => recorded.File.Hosts
        .Where(host => host.Role == Hop.Opener)
        .SelectMany(host => host.Sysctls)
        .Select(sysctl => new Readback(sysctl.Name, sysctl.Asked, sysctl.Read));

    public IEnumerable<Readback> SocketOptions =>
        (recorded.End?.Openers?.SocketOptions ?? [])
            .Select(option => new Readback(option.Name, $"{option.Asked}", option.Read is { } read ? $"{read}" : null));

    // What nobody accepted came to nothing.
    public long Connects => recorded.Openers.Sum(line => line.Connects) - Outage.Refused(recorded);

    public long Requests => recorded.Openers.Sum(line => line.Sent);

    public long Attempts => recorded.Openers.Sum(line => line.Attempts);

    public IReadOnlyList<string> PortFailures => [.. PortFailure.Count(recorded.Openers).Keys.Where(PortFailure.In(recorded.File))];

    public int PeakTimeWait => OpenerSamples.TimeWait(recorded).Select(point => point.Count).DefaultIfEmpty().Max();

    public int PeakOpen =>
        together.Select(line => line.Tuples?.Sum(tuple => tuple.Ports - tuple.TimeWait) ?? 0).DefaultIfEmpty().Max();

    public int FirstTimeWait => together.FirstOrDefault()?.TimeWait ?? 0;

    public int PeakFinWait2 => OpenerSamples.PeakState(together, TcpState.FinWait2);

    public double? TimeWaitLeft => samples.Max(line => line.TimeWaitLeft);

    public int TuplesUsed => InUse.Count();

    public int ClientTuplesUsed => InUse.Count(tuple => clients.Contains(tuple.Source));

    public string? SocketPorts => recorded.End?.Openers?.SocketPorts;

    public long Prefilled => recorded.End?.Openers?.Prefilled ?? 0;

    public IReadOnlyList<ObservedStep> Steps =>
    [
        .. (recorded.End?.Steps ?? []).Select(step => new ObservedStep(
            step.Role, step.At, step.DoneAt, [.. step.Sysctls.Select(one => new Readback(one.Name, one.Asked, one.Read))], step.Problem)),
    ];

    private HopFacts Hop => recorded.File.Upstream;

    private IEnumerable<(string Source, string Destination)> InUse =>
        samples.SelectMany(line => line.Tuples ?? []).Select(tuple => (tuple.Source, tuple.Destination)).Distinct();

    public int NatPeakEntries => NatDumps.Select(tuples => tuples.Sum(tuple => tuple.Ports)).DefaultIfEmpty().Max();

    public int NatPeakTimeWait => NatDumps.Select(tuples => tuples.Sum(tuple => tuple.TimeWait)).DefaultIfEmpty().Max();

    private IEnumerable<IReadOnlyList<TupleUse>> NatDumps =>
        from line in recorded.Sockets
        where RecordedCase.RoleOf(line.Host) == HostRole.Nat && line.Tuples is not null
        select line.Tuples;

    public long Restarts => recorded.Restarts.Count;

    public IReadOnlyList<int> TakenPorts => [.. recorded.Restarts.Where(restart => restart.IsTaken).Select(restart => restart.Port)];

    public long NatCounter(string name) => Counter(HostRole.Nat, name);

    public long Counter(string name) => Counter(Hop.Opener, name);

    public long BackendCounter(string name) => Counter(HostRole.Backend, name);

    private long Counter(HostRole role, string name) => recorded.Sockets
        .Where(line => RecordedCase.RoleOf(line.Host) == role)
        .GroupBy(line => line.Host)
        .Sum(host => host.Last().Counters.GetValueOrDefault(name));
}
