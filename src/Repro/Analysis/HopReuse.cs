using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Whether the opening side of a hop takes ports over from TIME_WAIT.</summary>
internal static class HopReuse
{
    /// <summary>From which age on, in seconds; null: never.</summary>
    public static double? DelaySeconds(CaseFile file, HopFacts hop)
    {
        var conditions = CaseConditions.Of(file);
        return hop.Opener == HostRole.Nat ? 0
            : hop.Name == file.Upstream.Name ? conditions.UpstreamReuseDelaySeconds
            : conditions.Clients.Sysctls.ReuseDelayTowards(conditions.Proxy.Sysctls);
    }
}
