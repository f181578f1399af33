using System.Text.Json.Serialization;

namespace Repro.Physics;

/// <summary>In which order ports are tried.</summary>
internal enum PortSearch
{
    /// <summary>Every second port first, those of the other parity only then: connect() of a socket without a range of its own.</summary>
    ByParity,

    /// <summary>One after the other: connect() of a socket with IP_LOCAL_PORT_RANGE.</summary>
    ByOne,

    /// <summary>
    /// From any port on, the other parity first: bind() with port 0, inet_csk_find_open_port in net/ipv4/inet_connection_sock.c.
    /// </summary>
    ByBind,
}

/// <summary>How a connection ends.</summary>
internal enum CloseKind
{
    /// <summary>The opening side closes first, and holds FIN_WAIT_2 and TIME_WAIT.</summary>
    OwnFin,

    /// <summary>The opening side resets it (SO_LINGER 1,0): nothing is left.</summary>
    Reset,

    /// <summary>The accepting side closes first, and holds TIME_WAIT; nothing is left at the opening side.</summary>
    PeerFin,

    /// <summary>The opening side never does: the port is taken even when the accepting side has ended.</summary>
    Never,
}

/// <summary>The side of a hop that opens connections: its ports, and how long a connection keeps one. Times in seconds.</summary>
internal sealed record PortModel
{
    // From connect() to close() on a machine that does other things too, which OpenSeconds leaves out: with few ports beside the buckets
    // it decides. With one port beside them two such connections met after 1.1 and 3.5 s of 200/s, with two never (docs/measured.md).
    private const double MostOverlapSeconds = 0.01;

    /// <summary>Pools of ports that don't know of each other: tuples, or source addresses where bind() picks the port.</summary>
    public int Pools { get; init; } = 1;

    /// <summary>Ports of each pool.</summary>
    public required int PortsPerPool { get; init; }

    /// <summary>The order of the search.</summary>
    public PortSearch Search { get; init; }

    /// <summary>Whether the range has an odd size, reserved ports included; null: as <see cref="PortsPerPool"/>.</summary>
    public bool? HasOddRange { get; init; }

    /// <summary>From connect() to close().</summary>
    public double OpenSeconds { get; init; }

    /// <summary>Who closes, and how.</summary>
    public CloseKind Close { get; init; }

    /// <summary>How late the peer's FIN follows the own one: FIN_WAIT_2 until then, TIME_WAIT from then on.</summary>
    public double FinLatenessSeconds { get; init; }

    /// <summary>tcp_fin_timeout. Where the peer's FIN isn't there by its end, the orphan is destroyed, and there is no TIME_WAIT.</summary>
    public double FinTimeoutSeconds { get; init; } = 60;

    /// <summary>TIME_WAIT as compiled in, before the timer wheel rounds it up.</summary>
    public double TimeWaitSeconds { get; init; } = Exhaustion.TimeWaitSeconds;

    /// <summary>The kernel's timer frequency.</summary>
    public int Hertz { get; init; } = TimerWheel.DefaultHertz;

    /// <summary>
    /// tcp_tw_reuse_delay: from which age on connect() takes a TIME_WAIT over; null: never. FIN_WAIT_2 is never taken over.
    /// </summary>
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

    /// <summary>How long a connection keeps its port from others, on average, as <see cref="Hold"/> has it.</summary>
    [JsonIgnore]
    public double HoldSeconds => Hold.Mean;

    /// <summary>
    /// How long a connection keeps its port from others: open + FIN_WAIT_2 + TIME_WAIT, or its part before reuse. A connection that finds
    /// all buckets taken is held shorter, which this doesn't count.
    /// </summary>
    [JsonIgnore]
    public HoldTime Hold => Close == CloseKind.OwnFin ? AfterFin.After(OpenSeconds) : new HoldTime(OpenSeconds, OpenSeconds, OpenSeconds);

    /// <summary>
    /// The highest rate that can be kept up, λ* = C ÷ H. With B buckets fewer than TIME_WAIT takes at that rate, no more than B ports are
    /// held after their close, and open connections have the others: (C − B) ÷ open. Null: none, because nothing is held, or because with
    /// B &lt; C connections that are not open for long can't take the others. Prefilled ports don't count: one hold later they are gone.
    /// </summary>
    [JsonIgnore]
    public double? ThresholdPerSecond => Carried(Capacity, Hold.Mean);

    /// <summary>
    /// The highest rate at which none fails at any moment, C ÷ longest hold, without the ports that a search may miss. Between it and
    /// <see cref="ThresholdPerSecond"/> the mean rate can be kept up, and a few fail. Null: there is none.
    /// </summary>
    [JsonIgnore]
    public double? SafePerSecond =>
        Carried(Capacity - Missable, Hold.Longest) is { } safe ? Math.Min(safe, ThresholdPerSecond ?? safe) : null;

    internal double WaitSeconds => RecycleSeconds ?? TimeWaitSeconds;

    internal OrphanTimer Orphan => new(FinTimeoutSeconds, TimeWaitSeconds, Hertz, FinLatenessSeconds);

    // The search of a range of odd size looks at one port less, and where it starts decides which (PortRange.Usable).
    internal bool MayMissOne => Search != PortSearch.ByOne && PortsPerPool > 1 && (HasOddRange ?? int.IsOddInteger(PortsPerPool));

    private long Missable => MayMissOne ? Pools : 0;

    private long Prefilled => Math.Min((long)PrefilledPerPool * Pools, TimeWaitBuckets ?? long.MaxValue);

    // Ports of a pool that TIME_WAIT never has: pools that are used in turn fill the buckets in turn.
    private double? BeyondBuckets => TimeWaitBuckets is { } buckets ? PortsPerPool - Math.Ceiling((double)buckets / Pools) : null;

    // How long a connection has its port before it needs a bucket.
    private double BeforeBucketSeconds => OpenSeconds + (Close == CloseKind.OwnFin ? Orphan.SocketSeconds : 0);

    private HoldTime Waiting => HoldTime.OfTimer(WaitSeconds, Hertz).Within(ReuseDelaySeconds ?? double.PositiveInfinity);

    private double ShareGone => Close == CloseKind.OwnFin ? Orphan.ShareGone : 0;

    private HoldTime AfterFin
    {
        get
        {
            var waits = Waiting.After(FinLatenessSeconds);
            var gone = Orphan.WaitOfGone;
            var mean = (ShareGone * gone.Mean) + ((1 - ShareGone) * waits.Mean);
            return ShareGone switch
            {
                0 => waits,
                1 => gone,
                // Both kinds come free a granule at a time.
                _ => new HoldTime(gone.Shortest, mean, mean + Orphan.GranuleSeconds + waits.Longest - waits.Mean),
            };
        }
    }

    /// <summary>When the first connection fails at a constant rate; null: never.</summary>
    public double? OnsetSeconds(double ratePerSecond) => Onset(ratePerSecond).Seconds;

    /// <summary>
    /// When the first connection fails at a constant rate λ, and how sure that is. C ÷ λ, where no port comes free before that. Else it
    /// depends on where in a granule of the timer wheel the load began: C ÷ λ at the earliest, and as much later as the first port can have
    /// come free before, C ÷ λ − shortest hold, at the latest.
    /// </summary>
    public Onset Onset(double ratePerSecond)
    {
        var (hold, missable) = (Hold, Missable);
        if (Reaches(Capacity, ratePerSecond) is not { } full)
        {
            return Early() is { } early ? Physics.Onset.Perhaps(early) : default;
        }

        double? earliest = missable > 0 ? Math.Max(0, full - (missable / ratePerSecond)) : null;
        if (full <= hold.Shortest || Prefilled > 0)
        {
            return new Onset(full, earliest);
        }

        if (ShareGone == 0)
        {
            return new Onset(full, earliest, (2 * full) - hold.Shortest);
        }

        if (ratePerSecond * hold.Mean <= Capacity)
        {
            return Physics.Onset.Perhaps(full);
        }

        if (ShareGone == 1)
        {
            return new Onset(full, earliest, (2 * full) - hold.Shortest);
        }

        // From the first orphan that gives up on, only the others add up.
        var others = Waiting.After(FinLatenessSeconds + OpenSeconds);
        var expected = Math.Min(others.Longest, hold.Shortest + ((full - hold.Shortest) / (1 - ShareGone)));
        return new Onset(expected, full, expected + Orphan.GranuleSeconds + others.Longest - others.Shortest);

        // Where a missed port, or one connection that is still open when the next comes, decides.
        double? Early()
        {
            if (missable > 0 && Reaches(Capacity - missable, ratePerSecond) is { } missing)
            {
                return missing;
            }

            return BeyondBuckets is { } free && ratePerSecond * hold.Longest > TimeWaitBuckets
                && free - (ratePerSecond / Pools * BeforeBucketSeconds) <= 1 + (ratePerSecond / Pools * MostOverlapSeconds)
                ? TimeWaitBuckets / ratePerSecond
                : null;
        }
    }

    /// <summary>
    /// When at a constant rate half of the ports can't be had; null: never. Whether connect() slows down there, <see cref="Search"/> says.
    /// </summary>
    public double? KneeSeconds(double ratePerSecond) => Reaches(Capacity / 2.0, ratePerSecond);

    private double? Carried(long ports, double hold)
    {
        if (BeyondBuckets is { } free && free > 0 && Capacity * (hold - BeforeBucketSeconds) > TimeWaitBuckets * hold)
        {
            return BeforeBucketSeconds > 0 ? free * Pools / BeforeBucketSeconds : null;
        }

        return hold > 0 ? Exhaustion.Threshold(ports, hold) : null;
    }

    /// <summary>
    /// When so many ports are held at a constant rate λ. With F ports prefilled, for e seconds, and a hold of H: (ports − F) ÷ λ where that
    /// is before both e and H, since until then nothing comes free; else ports ÷ λ where λ·H is more than them at any moment; else never.
    /// Never, too, where λ·open and all buckets together are less: pools that are used in turn share them evenly.
    /// </summary>
    private double? Reaches(double ports, double rate)
    {
        if (TimeWaitBuckets is { } buckets && (rate * BeforeBucketSeconds) + (Math.Ceiling((double)buckets / Pools) * Pools) < ports)
        {
            return null;
        }

        if (Prefilled >= ports)
        {
            return 0;
        }

        var hold = Hold;
        var besidePrefilled = (ports - Prefilled) / rate;
        if (besidePrefilled < Math.Min(Waiting.Mean, hold.Mean))
        {
            return besidePrefilled;
        }

        return rate * hold.Longest > ports ? ports / rate : null;
    }
}
