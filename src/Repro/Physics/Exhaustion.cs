namespace Repro.Physics;

/// <summary>The laws of ephemeral port exhaustion. Rates in connections per second, times in seconds, capacity in ports.</summary>
internal static class Exhaustion
{
    /// <summary>TIME_WAIT as compiled into the kernel: TCP_TIMEWAIT_LEN in include/net/tcp.h.</summary>
    public const double TimeWaitSeconds = 60;

    /// <summary>
    /// Connections that can exist at a time: ports per tuple × tuples (source address, destination address, destination port).
    /// </summary>
    public static long Capacity(int portsPerTuple, int tuples) => (long)portsPerTuple * tuples;

    /// <summary>The highest rate that never fails, λ* = C ÷ H.</summary>
    public static double Threshold(long capacity, double holdSeconds) => capacity / holdSeconds;
}
