using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What predictions stand on: the kernel's timers, what it has, and what a request takes on its machine.</summary>
public sealed record Kernel
{
    /// <summary>The timer frequency, as far as it is known.</summary>
    public int Hertz { get; init; } = TimerWheel.DefaultHertz;

    /// <summary>What a TIME_WAIT timer is set to, in seconds: measured in a lab, or what the source says.</summary>
    public double TimeWaitSeconds { get; init; } = Exhaustion.TimeWaitSeconds;

    /// <summary>Processor time of all hosts for a request: what it takes to send those that are due at the same moment.</summary>
    public double CpuSecondsPerRequest { get; init; } = LoadCost.Unmeasured.CpuSecondsPerRequest;

    /// <summary>Whether the kernel has what a mitigation needs; unless told, a kernel of today.</summary>
    public Func<KernelNeed, bool> Has { get; init; } = need => need.Name != Sysctls.TcpTwRecycleKey;
}
