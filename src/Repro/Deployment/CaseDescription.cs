using Repro.Labs;
using Repro.Nodes;
using Repro.Planning;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Deployment;

/// <summary>What is recorded of a case before it runs.</summary>
internal static class CaseDescription
{
    /// <summary>The file of a case.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="hosts">Its hosts as they came up; none of a case that is not run.</param>
    public static CaseFile Of(PlannedCase planned, IReadOnlyList<LabHost> hosts) => new()
    {
        Id = planned.Id,
        Mitigation = planned.Mitigation,
        Label = planned.Label,
        Point = planned.Point,
        Summary = planned.Summary,
        Risk = planned.Risk,
        PredictedOnly = planned.PredictedOnly,
        IsBaseline = planned.IsBaseline,
        Expectations =
        [
            .. planned.Expected.Select(expectation => new ExpectationFacts(
                expectation.Figure,
                expectation.Expected,
                expectation.Position.File,
                expectation.Position.Line,
                expectation.Position.Column)),
        ],
        OfferedPerSecond = planned.Conditions.Load.Law.OfferedPerSecond,
        DurationSeconds = planned.Conditions.Load.Duration.TotalSeconds,
        Requests = planned.Conditions.Load.Law.Count(),
        BinSeconds = Node.BinSeconds,
        SamplesPerSecond = Node.SamplesPerSecond,
        Hops = [.. planned.Prediction.Hops.Select(hop => new HopFacts(
            hop.Name,
            hop.PortsPerTuple,
            hop.Tuples,
            hop.CapacityPorts,
            hop.RequestsPerConnection,
            hop.HoldSeconds,
            hop.ThresholdPerSecond,
            hop.OnsetSeconds,
            hop.KneeSeconds,
            hop.SafePerSecond,
            hop.EarliestOnsetSeconds,
            hop.LatestOnsetSeconds,
            hop.DependsOn)
        {
            Failing = hop.Failing,
            CapacityAfterSteps = hop.CapacityAfterSteps,
        })],
        TimeWaitRecycled = planned.Prediction.TimeWaitRecycled,
        Restarts = planned.Prediction.Restarts is { } restarts
            ? new RestartFacts(
                restarts.Services, restarts.InRange, restarts.Restarts, restarts.TakenShare, restarts.LeastTakenShare,
                restarts.MostTakenShare)
            : null,
        Hosts = [.. hosts.Select(host => new HostFacts(
            host.Name,
            [.. host.Addresses.Select(address => address.ToString())],
            [.. host.Sysctls.Select(sysctl => new SysctlFacts(sysctl.Name, sysctl.Asked, sysctl.Read))]))],
        Conditions = ScenarioFile.ToJson(planned.Conditions),
    };
}
