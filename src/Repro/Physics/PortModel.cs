using System.Text.Json.Serialization;

namespace Repro.Physics;

/// <summary>In which order connect() tries ports.</summary>
public enum PortSearch
{
    /// <summary>Every second port first, those of the other parity only then: connect() of a socket without a range of its own.</summary>
    ByParity,

    /// <summary>One after the other: connect() of a socket with IP_LOCAL_PORT_RANGE.</summary>
    ByOne,
}

/// <summary>How a connection ends.</summary>
public enum CloseKind
{
    /// <summary>The opening side closes first, and holds FIN_WAIT_2 and TIME_WAIT.</summary>
    OwnFin,

    /// <summary>The opening side resets it (SO_LINGER 1,0): nothing is left.</summary>
    Reset,

    /// <summary>The accepting side closes first, and holds TIME_WAIT; nothing is left at the opening side.</summary>
    PeerFin,
}

/// <summary>The side of a hop that opens connections: its ports, and how long a connection keeps one. Times in seconds.</summary>
public sealed record PortModel
{
    /// <summary>Pools of ports that don't know of each other: tuples, or source addresses where bind() picks the port.</summary>
    public int Pools { get; init; } = 1;

    /// <summary>Ports of each pool.</summary>
    public required int PortsPerPool { get; init; }

    /// <summary>The order of the search.</summary>
    public PortSearch Search { get; init; }

    /// <summary>From connect() to close().</summary>
    public double OpenSeconds { get; init; }

    /// <summary>Who closes, and how.</summary>
    public CloseKind Close { get; init; }

    /// <summary>How late the peer's FIN follows the own one: FIN_WAIT_2 until then, TIME_WAIT from then on.</summary>
    public double FinLatenessSeconds { get; init; }

    /// <summary>tcp_fin_timeout. Where the peer's FIN isn't there by then, the orphan is destroyed, and there is no TIME_WAIT.</summary>
    public double FinTimeoutSeconds { get; init; } = 60;

    /// <summary>TIME_WAIT as compiled in, before the timer wheel rounds it up.</summary>
    public double TimeWaitSeconds { get; init; } = Exhaustion.TimeWaitSeconds;

    /// <summary>The kernel's timer frequency.</summary>
    public int Hertz { get; init; } = TimerWheel.DefaultHertz;

    /// <summary>tcp_tw_reuse_delay: from which age on connect() takes a TIME_WAIT over; null: never. FIN_WAIT_2 is never taken over.</summary>
    public double? ReuseDelaySeconds { get; init; }

    /// <summary>TIME_WAIT under tcp_tw_recycle, 3.5 × RTO, in place of the long one; null: off, or a kernel since 4.12.</summary>
    public double? RecycleSeconds { get; init; }

    /// <summary>
    /// tcp_max_tw_buckets: with so many FIN_WAIT_2 and TIME_WAIT in all pools, a connection that closes leaves nothing; null: no limit.
    /// </summary>
    public int? TimeWaitBuckets { get; init; }

    /// <summary>Ports of each pool that went into TIME_WAIT at time 0, before the first connection.</summary>
    public int PrefilledPerPool { get; init; }

    /// <summary>Ports of all pools.</summary>
    [JsonIgnore]
    public long Capacity => Exhaustion.Capacity(PortsPerPool, Pools);

    /// <summary>
    /// How long a connection keeps its port from others, on average: open + FIN_WAIT_2 + TIME_WAIT, or its part before reuse. A connection
    /// that finds all buckets taken is held shorter, which this doesn't count.
    /// </summary>
    [JsonIgnore]
    public double HoldSeconds => OpenSeconds + AfterClose(TimerWheel.MeanSeconds);

    /// <summary>
    /// <see cref="HoldSeconds"/> of the connections that the timer wheel rounds up the most. Ports come free a whole granule's at a time,
    /// so just before that as many are held as if each were held so long: capacity ÷ this is the rate that fails at no moment at all.
    /// </summary>
    [JsonIgnore]
    public double LongestHoldSeconds =>
        OpenSeconds + AfterClose((seconds, hertz) => seconds + TimerWheel.GranuleSeconds(seconds, hertz));

    /// <summary>
    /// The highest rate that can be kept up, λ* = C ÷ H. With B buckets fewer than TIME_WAIT takes at that rate, no more than B ports are
    /// held after their close, and open connections have the others: (C − B) ÷ open. Null: none, because nothing is held, or because with
    /// B &lt; C connections that are not open for long can't take the others. Prefilled ports don't count: one hold later they are gone.
    /// </summary>
    [JsonIgnore]
    public double? ThresholdPerSecond
    {
        get
        {
            var hold = HoldSeconds;
            if (TimeWaitBuckets is { } buckets && Capacity * (hold - OpenSeconds) > buckets * hold)
            {
                return OpenSeconds > 0 ? (Capacity - buckets) / OpenSeconds : null;
            }

            return hold > 0 ? Exhaustion.Threshold(Capacity, hold) : null;
        }
    }

    internal double WaitSeconds => RecycleSeconds ?? TimeWaitSeconds;

    internal bool OrphanTimesOut => FinLatenessSeconds > 0 && FinLatenessSeconds >= FinTimeoutSeconds;

    private long Prefilled => Math.Min((long)PrefilledPerPool * Pools, TimeWaitBuckets ?? long.MaxValue);

    /// <summary>When the first connection fails at a constant rate; null: never.</summary>
    public double? OnsetSeconds(double ratePerSecond) => Reaches(Capacity, ratePerSecond);

    /// <summary>
    /// When at a constant rate half of the ports can't be had; null: never. Whether connect() slows down there, <see cref="Search"/> says.
    /// </summary>
    public double? KneeSeconds(double ratePerSecond) => Reaches(Capacity / 2.0, ratePerSecond);

    /// <summary>
    /// When so many ports are held at a constant rate λ. With F ports prefilled, for e seconds, and a hold of H: (ports − F) ÷ λ where that
    /// is before both e and H, since until then nothing comes free; else ports ÷ λ where λ·H is more than them; else never. Never, too,
    /// where λ·open and all buckets together are less.
    /// </summary>
    private double? Reaches(double ports, double rate)
    {
        if (TimeWaitBuckets is { } buckets && (rate * OpenSeconds) + buckets < ports)
        {
            return null;
        }

        if (Prefilled >= ports)
        {
            return 0;
        }

        var hold = HoldSeconds;
        var besidePrefilled = (ports - Prefilled) / rate;
        if (besidePrefilled < Math.Min(Waiting(TimerWheel.MeanSeconds), hold))
        {
            return besidePrefilled;
        }

        return rate * hold > ports ? ports / rate : null;
    }

    private double AfterClose(Func<double, int, double> timer) => Close switch
    {
        CloseKind.OwnFin when OrphanTimesOut => timer(FinTimeoutSeconds, Hertz),
        CloseKind.OwnFin => FinLatenessSeconds + Waiting(timer),
        _ => 0,
    };

    private double Waiting(Func<double, int, double> timer) =>
        Math.Min(timer(WaitSeconds, Hertz), ReuseDelaySeconds ?? double.PositiveInfinity);
}
