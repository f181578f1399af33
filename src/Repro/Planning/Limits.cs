using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What a lab can't hold.</summary>
internal static class Limits
{
    private const int MaxTuples = 4096;
    private const double MaxRequests = 50_000_000;

    // Without a formula every request is gone through for the prediction: half a second for these.
    private const double MaxSimulated = 2_000_000;

    // Some seconds for the plan, on one core.
    private const double MaxSimulatedPerPlan = 10_000_000;

    // Some tens of microseconds each; and what was filled first is free again after a minute.
    private const long MaxPrefilled = 500_000;

    // The lab's own listeners, of the proxy and at the most 64 of a backend, are on 80 to 144 (Topology in Running): below every local range,
    // so that none of them is one of the ports that run out.
    private const int LowestLocalPort = 145;

    /// <summary>What is too much about all cases together; null for nothing.</summary>
    public static string? OfPlan(IEnumerable<PlannedCase> cases)
    {
        var simulated = cases.Select(planned => planned.Conditions.Load.Law)
            .Where(law => law.Kind != ArrivalKind.Constant)
            .Sum(law => law.MeanPerSecond * law.DurationSeconds);
        return simulated > MaxSimulatedPerPlan
            ? FormattableString.Invariant($"{simulated:0} requests over all cases are more than a plan can hold, which has to go through each for its prediction; ")
                + FormattableString.Invariant($"keep cases × rate × duration within {MaxSimulatedPerPlan:0} with arrivals other than constant")
            : null;
    }

    /// <summary>Everything about the conditions that the kernel takes, and does not do as it was meant.</summary>
    public static IEnumerable<string> Doubtful(Conditions conditions)
    {
        if (conditions.Proxy.SocketPorts is { } window && conditions.Proxy.Sysctls.LocalPorts is var range && (window.Low < range.Low || window.High > range.High))
        {
            var ports = PortModels.PortsOf(conditions.Proxy);
            yield return $"the kernel ignores what of proxy.socketPorts, {window}, is outside of the proxy's own range, {range}: "
                + (ports == range ? "all of it, so that the sockets have the whole range" : $"the sockets have {ports}");
        }
    }

    /// <summary>Everything about the conditions that can't be had.</summary>
    public static IEnumerable<string> Exceeded(Conditions conditions, Goal goal)
    {
        if (conditions.Tuples > MaxTuples)
        {
            yield return $"{conditions.Tuples} tuples are more than the lab can hold; keep addresses × backends × ports within {MaxTuples}";
            yield break;
        }

        foreach (var (host, sysctls) in new[] { ("proxy", conditions.Proxy.Sysctls), ("clients", conditions.Clients.Sysctls) })
        {
            var range = sysctls.LocalPorts;
            if (range.Low < sysctls.UnprivilegedPortStart)
            {
                yield return $"the port range of the {host} would be {range}; keep it within {sysctls.UnprivilegedPortStart}–{PortRanges.MaxPort}, "
                    + $"as the kernel takes none below {Sysctls.UnprivilegedPortStartKey}{(range.Low >= LowestLocalPort ? $", or set that to {range.Low} too" : "")}";
            }
            else if (range.Low < LowestLocalPort)
            {
                yield return $"the port range of the {host} would be {range}; keep it within {LowestLocalPort}–{PortRanges.MaxPort}, as the lab itself listens below";
            }
            else if (range.Usable(sysctls.ReservedPorts) == 0)
            {
                yield return $"the port range of the {host}, {range}, has no port left that is not reserved";
            }
        }

        var upstream = PortModels.Upstream(conditions, new Kernel());
        var prefilled = (long)upstream.PrefilledPerPool * upstream.Pools;
        if (prefilled > MaxPrefilled)
        {
            yield return $"{prefilled} ports are more than can be filled before the first is free again; keep prefill × ports within {MaxPrefilled}";
        }

        if (goal == Goal.Threshold && prefilled > 0)
        {
            yield return "a threshold is looked for with all ports; leave prefill out";
        }

        var law = conditions.Load.Law;
        var most = law.Kind == ArrivalKind.Constant ? MaxRequests : MaxSimulated;
        if (law.MeanPerSecond * law.DurationSeconds > most)
        {
            yield return FormattableString.Invariant($"{law.MeanPerSecond * law.DurationSeconds:0} requests are more than a case can hold; ")
                + FormattableString.Invariant($"keep rate × duration within {most:0} with {law.Kind.ToString().ToLowerInvariant()} arrivals");
        }

        if (goal == Goal.Threshold && law.Kind != ArrivalKind.Constant)
        {
            yield return "a threshold is looked for with constant arrivals; leave load.arrivals out";
        }

        if (conditions.Backends.Delay >= conditions.Load.Timeout)
        {
            yield return "every request would time out: keep backends.delay below load.timeout";
        }

        if (conditions.Proxy is { HttpVersion: HttpVersion.Http10, KeepAlive.Connections: > 0 })
        {
            yield return "HTTP/1.0 asks the backend to close and keeps nothing alive: leave proxy.httpVersion or proxy.keepAlive out";
        }
        else if (conditions.BackendsCloseFirst && (conditions.Backends.FinDelay > TimeSpan.Zero || conditions.Proxy.KeepAlive.Connections > 0))
        {
            yield return conditions.Backends.Closes == BackendClosing.First
                ? "a backend that closes first has no late FIN and keeps nothing alive: leave backends.finDelay and proxy.keepAlive out"
                : "a backend that is asked to close has no late FIN, and this proxy asks: say backends.closes: never, proxy.httpVersion: 1.1, or leave backends.finDelay out";
        }

        foreach (var unknown in ProxyWords.Missing(conditions))
        {
            yield return unknown;
        }
    }
}
