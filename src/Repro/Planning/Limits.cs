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

    // Some tens of microseconds each; and what was filled first is free again after a minute.
    private const long MaxPrefilled = 500_000;

    // The proxy listens below every port range that is in use, so that its own port is none of the ports that run out.
    private const int LowestLocalPort = 1024;

    /// <summary>Everything about the conditions that can't be had.</summary>
    public static IEnumerable<string> Exceeded(Conditions conditions, Goal goal)
    {
        if (conditions.Tuples > MaxTuples)
        {
            yield return $"{conditions.Tuples} tuples are more than the lab can hold; keep addresses × backends × ports within {MaxTuples}";
        }

        foreach (var (host, sysctls) in new[] { ("proxy", conditions.Proxy.Sysctls), ("clients", conditions.Clients.Sysctls) })
        {
            var range = sysctls.LocalPorts;
            if (range.Low < LowestLocalPort)
            {
                yield return $"the port range of the {host} would be {range}; keep it within {LowestLocalPort}–{PortRanges.MaxPort}";
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
