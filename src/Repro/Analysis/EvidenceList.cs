using Repro.Physics;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>What shows that a knob acted, or that it did not.</summary>
/// <param name="Acted">Whether it did what it is for.</param>
/// <param name="Text">What was seen.</param>
internal sealed record Evidence(bool Acted, string Text);

/// <summary>
/// The knobs of a case's conditions and the counters that prove them, on the proxy unless said otherwise. It follows from the conditions
/// what has to be seen, whoever set them: the catalogue, several mitigations together, or the scenario.
/// </summary>
internal static class EvidenceList
{
    private const double Nearly = 0.99;
    private const double Hardly = 0.01;

    // A connection more or less may be open still when the last sample is taken.
    private const long Slack = 4;

    // Begins the names of the clients.
    private const string Client = "client";

    public static IReadOnlyList<Evidence> Of(RecordedCase recorded)
    {
        var conditions = CaseConditions.Of(recorded.File);
        var seen = new Seen(recorded);
        return
        [
            .. Reuse(conditions, seen),
            .. Closing(conditions, seen),
            .. Waiting(conditions, seen),
            .. Opening(conditions, seen),
        ];
    }

    private static IEnumerable<Evidence> Reuse(Conditions conditions, Seen seen)
    {
        var sysctls = conditions.Proxy.Sysctls;
        var recycled = seen.Counter("TWRecycled");
        if (conditions.TakesOverBoundPorts)
        {
            // Not before every port has been used once.
            var needed = seen.Connects > seen.Hop.CapacityPorts * conditions.Tuples && LeavesTimeWait(conditions)
                && conditions.Backends.FinDelay == TimeSpan.Zero;
            yield return new Evidence(recycled > 0 || !needed, $"TWRecycled rose by {recycled}, with bound ports shared");
        }
        else if (sysctls.ReuseDelayTowards(conditions.Backends.Sysctls) is not null)
        {
            // Before half of the ports have been used a search finds a fresh one; a load can be over before any is old enough.
            var needed = seen.Connects > seen.Hop.CapacityPorts / 2 && LeavesTimeWait(conditions)
                && conditions.Proxy.Bind != Binding.Port && conditions.Backends.FinDelay == TimeSpan.Zero
                && (seen.PredictedRecycled ?? seen.Connects) > seen.Connects * Hardly;
            yield return recycled > 0
                ? new Evidence(true, $"TWRecycled rose by {recycled}")
                : new Evidence(!needed, "TWRecycled stayed at 0, with reuse on");
        }
        else if (sysctls.Values.ContainsKey(Sysctls.TcpTwReuseKey))
        {
            yield return new Evidence(recycled == 0, recycled == 0 ? "TWRecycled stayed at 0" : $"TWRecycled rose by {recycled}, with reuse off");
        }
    }

    private static IEnumerable<Evidence> Closing(Conditions conditions, Seen seen)
    {
        // Kept connections may be open still when the last sample is taken.
        var closes = seen.Connects - conditions.Proxy.KeepAlive.Connections;
        if (conditions.Proxy.Close == Scenarios.Closing.Rst)
        {
            var resets = seen.Counter("TCPAbortOnData");
            yield return new Evidence(resets >= (closes * Nearly) - Slack, $"TCPAbortOnData rose by {resets} for {seen.Connects} connections");
        }

        if (!LeavesTimeWait(conditions) && conditions.PrefillPercent == 0)
        {
            yield return new Evidence(seen.PeakTimeWait <= Slack, $"peak TIME_WAIT of the proxy is {seen.PeakTimeWait}");
        }

        if (conditions.BackendsCloseFirst && !conditions.Proxy.Resets)
        {
            var backends = seen.CounterOf("backend", "TW");
            yield return new Evidence(backends >= (seen.Connects * Nearly) - Slack, $"TW of the backends rose by {backends}");
        }

        // So many wait for their FIN at a time, on average: fewer could slip through between two dumps.
        var late = closes / seen.DurationSeconds * conditions.Backends.FinDelay.TotalSeconds;
        if (late > Slack && LeavesTimeWait(conditions))
        {
            yield return new Evidence(seen.PeakFinWait2 > 0, $"peak FIN_WAIT_2 of the proxy is {seen.PeakFinWait2}");
        }
    }

    private static IEnumerable<Evidence> Waiting(Conditions conditions, Seen seen)
    {
        var sysctls = conditions.Proxy.Sysctls;
        if (sysctls.TimeWaitBuckets is { } buckets && buckets < seen.Hop.CapacityPorts && LeavesTimeWait(conditions))
        {
            var overflow = seen.Counter("TCPTimeWaitOverflow");
            yield return new Evidence(
                overflow > 0 || seen.PeakTimeWait <= buckets, $"TCPTimeWaitOverflow rose by {overflow}, at {buckets} buckets");
        }

        if (sysctls.Values.ContainsKey(Sysctls.TcpFinTimeoutKey) && seen.TimeWaitLeft is { } left)
        {
            yield return new Evidence(left > Exhaustion.TimeWaitSeconds * 0.9, FormattableString.Invariant($"a fresh TIME_WAIT has {left:0.0} s to run"));
        }
    }

    private static IEnumerable<Evidence> Opening(Conditions conditions, Seen seen)
    {
        var tuples = conditions.Tuples;
        var used = conditions.Proxy.Transparent ? seen.ClientTuples : seen.Tuples;
        if (LeavesTimeWait(conditions) && seen.Connects >= tuples && conditions.Proxy.KeepAlive.Connections == 0
            && (conditions.Proxy.Sysctls.TimeWaitBuckets ?? tuples) >= tuples)
        {
            var whose = conditions.Proxy.Transparent ? " from clients' addresses" : "";
            yield return new Evidence(used == tuples, $"ports were in use on {used} of {tuples} tuples{whose}");
        }

        if (seen.Hop.RequestsPerConnection > 1)
        {
            yield return new Evidence(seen.Connects < seen.Requests, $"{seen.Connects} connections carried {seen.Requests} requests");
        }

        if (conditions.Proxy.SocketPorts is { } window)
        {
            var read = seen.SocketPorts;
            yield return new Evidence(read == $"{window.Low} {window.High}", $"IP_LOCAL_PORT_RANGE reads {read ?? "nothing"}");
        }

        if (conditions.Proxy.Bind == Binding.Port && !conditions.Proxy.SharesBoundPorts && seen.PortFailures.Count > 0)
        {
            yield return new Evidence(seen.PortFailures.All(outcome => outcome.StartsWith("bind/", StringComparison.Ordinal)),
                $"ports ran out in {string.Join(" and ", seen.PortFailures)}");
        }

        if (conditions.Proxy.Retries > 0 && seen.Attempts > 0)
        {
            // Where no connection failed to open there was nothing to try again.
            yield return new Evidence(
                seen.Attempts > seen.Requests || seen.PortFailures.Count == 0,
                FormattableString.Invariant($"{seen.Attempts} attempts for {seen.Requests} requests, ×{(double)seen.Attempts / Math.Max(1, seen.Requests):0.00}"));
        }

        if (conditions.PrefillPercent > 0)
        {
            // Those that were filled first may be gone by the time that the last one is.
            var wanted = Math.Min(seen.Hop.CapacityPorts * conditions.PrefillPercent / 100, conditions.Proxy.Sysctls.TimeWaitBuckets ?? double.MaxValue);
            yield return new Evidence(
                Math.Min(seen.Prefilled, seen.FirstTimeWait) >= (wanted * Nearly) - seen.Hop.Tuples,
                $"{seen.Prefilled} ports were filled before the load, and {seen.FirstTimeWait} in TIME_WAIT when it began");
        }
    }

    // Whether a port of the proxy is held after its connection was closed.
    private static bool LeavesTimeWait(Conditions conditions) =>
        !conditions.Proxy.Resets && !conditions.BackendsCloseFirst;

    /// <summary>What the records show of the proxy.</summary>
    private sealed class Seen(RecordedCase recorded)
    {
        private readonly List<SocketsLine> proxy = [.. ProxySamples.Of(recorded)];
        private readonly HashSet<string> clients =
            [.. recorded.File.Hosts.Where(host => host.Name.StartsWith(Client, StringComparison.Ordinal)).SelectMany(host => host.Addresses)];

        public HopFacts Hop => recorded.File.Hops[^1];

        public double DurationSeconds => recorded.File.DurationSeconds;

        public long? PredictedRecycled => recorded.File.TimeWaitRecycled;

        public long Connects => recorded.Proxy.Sum(line => line.Connects);

        public long Requests => recorded.Proxy.Sum(line => line.Sent);

        public long Attempts => recorded.Proxy.Sum(line => line.Attempts);

        public int PeakTimeWait => ProxySamples.TimeWait(recorded).Select(point => point.Count).DefaultIfEmpty().Max();

        public int FirstTimeWait => proxy.FirstOrDefault()?.TimeWait ?? 0;

        public int PeakFinWait2 => ProxySamples.PeakState(proxy, "FIN_WAIT_2");

        public double? TimeWaitLeft => proxy.Max(line => line.TimeWaitLeft);

        public long Prefilled => recorded.End?.Proxy?.Prefilled ?? 0;

        public string? SocketPorts => recorded.End?.Proxy?.SocketPorts;

        public int Tuples => InUse.Count();

        public int ClientTuples => InUse.Count(tuple => clients.Contains(tuple.Source));

        public IReadOnlyList<string> PortFailures => [.. PortFailure.Count(recorded.Proxy).Keys.Where(PortFailure.Is)];

        public long Counter(string name) => proxy.LastOrDefault()?.Counters.GetValueOrDefault(name) ?? 0;

        private IEnumerable<(string Source, string Destination)> InUse =>
            proxy.SelectMany(line => line.Tuples ?? []).Select(tuple => (tuple.Source, tuple.Destination)).Distinct();

        public long CounterOf(string role, string name) => recorded.Sockets
            .Where(line => line.Host.StartsWith(role, StringComparison.Ordinal))
            .GroupBy(line => line.Host)
            .Sum(host => host.Last().Counters.GetValueOrDefault(name));
    }
}
