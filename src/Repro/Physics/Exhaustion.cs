namespace Repro.Physics;

/// <summary>The laws of ephemeral port exhaustion. Rates in connections per second, times in seconds, capacity in ports.</summary>
public static class Exhaustion
{
    /// <summary>TIME_WAIT as compiled into the kernel: TCP_TIMEWAIT_LEN in include/net/tcp.h.</summary>
    public const double TimeWaitSeconds = 60;

    /// <summary>How long a local port stays taken after a prompt close by its own side: TIME_WAIT with the timer wheel's rounding.</summary>
    public static double HoldSeconds(int hertz) => TimerWheel.MeanSeconds(TimeWaitSeconds, hertz);

    /// <summary>Connections that can exist at a time: ports per tuple × tuples (source address, destination address, destination port).</summary>
    public static long Capacity(int portsPerTuple, int tuples) => (long)portsPerTuple * tuples;

    /// <summary>The highest rate that never fails, λ* = C ÷ H.</summary>
    public static double Threshold(long capacity, double holdSeconds) => capacity / holdSeconds;

    /// <summary>When the first connection fails at <paramref name="rate"/>, C ÷ λ; null at or below the threshold: never.</summary>
    public static double? Onset(long capacity, double holdSeconds, double rate) =>
        rate > Threshold(capacity, holdSeconds) ? capacity / rate : null;

    /// <summary>When half of the ports are taken and connect() starts to search long, C ÷ 2λ; null where occupancy never gets there.</summary>
    public static double? Knee(long capacity, double holdSeconds, double rate) =>
        rate * holdSeconds > capacity / 2.0 ? capacity / 2.0 / rate : null;
}
