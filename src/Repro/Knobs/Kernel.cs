using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>What predictions stand on: the kernel's timers, what it has, and what a request takes on its machine.</summary>
public sealed record Kernel
{
    /// <summary>Processor time of all hosts for a request on a machine that nobody has measured: a slow one.</summary>
    internal const double UnmeasuredCpuSecondsPerRequest = 0.0007;

    /// <summary>The timer frequency, as far as it is known.</summary>
    public int Hertz { get; init; } = TimerWheel.DefaultHertz;

    /// <summary>What a TIME_WAIT timer is set to, in seconds: measured in a lab, or what the source says.</summary>
    public double TimeWaitSeconds { get; init; } = Exhaustion.TimeWaitSeconds;

    /// <summary>Processor time of all hosts for a request: what it takes to send those that are due at the same moment.</summary>
    public double CpuSecondsPerRequest { get; init; } = UnmeasuredCpuSecondsPerRequest;

    /// <summary>
    /// Whether connect() of a socket with a port range of its own tries its ports one by one, so that it never gets slow: since Linux 6.8
    /// (of 6.3 to 6.7 it tries every second port first, as of any socket). Asked only where it matters; unless told, a kernel of today.
    /// </summary>
    public Func<bool> SearchesOwnRangeByOne { get; init; } = () => true;

    /// <summary>Whether the kernel has what a mitigation needs; unless told, a kernel of today.</summary>
    public Func<KernelNeed, bool> Has { get; init; } = need => need.Name != Sysctls.TcpTwRecycleKey;
}
