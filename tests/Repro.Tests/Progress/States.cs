using Repro.Progress;

namespace Repro.Tests.Progress;

/// <summary>Cases as they are while they run.</summary>
internal static class States
{
    /// <summary>Half-way through a load of ten seconds, with ports that are predicted to run out after eight.</summary>
    public static CaseState Running => new()
    {
        Id = "none@500",
        Label = "none",
        Phase = CasePhase.Running,
        ElapsedSeconds = 5,
        DurationSeconds = 10,
        OfferedPerSecond = 500,
        OkPerSecond = 500,
        FailedPerSecond = 0,
        FailedShares = [.. Enumerable.Repeat(0.0, CaseState.Parts / 2)],
        Hop = "proxy→backends",
        PortsInUse = 2500,
        PortsInTimeWait = 2490,
        CapacityPorts = 4000,
        PredictedOnsetSeconds = 8,
        FirstFailureSeconds = null,
    };

    public static CaseState Waiting => Running with
    {
        Phase = CasePhase.Waiting,
        ElapsedSeconds = 0,
        OkPerSecond = 0,
        FailedShares = [],
        PortsInUse = 0,
        PortsInTimeWait = 0,
    };

    public static CaseState Done => Running with
    {
        Phase = CasePhase.Done,
        ElapsedSeconds = 10,
        FailedShares = [.. Enumerable.Range(0, CaseState.Parts).Select(part => part < 19 ? 0.0 : 1)],
        FirstFailureSeconds = 8.01,
    };

    public static RunProgress Run(params IReadOnlyList<CaseState> cases) => new()
    {
        Scenario = "quick",
        Question = "When does it run out?",
        Directory = "/results/quick",
        ElapsedSeconds = 65,
        Cases = cases,
    };
}
