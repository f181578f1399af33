namespace Repro.Physics;

/// <summary>
/// How long a closed connection waits in FIN_WAIT_2 for the peer's FIN. Up to TCP_TIMEWAIT_LEN it does so as a time-wait of that length.
/// Of a longer tcp_fin_timeout it spends what is above TCP_TIMEWAIT_LEN as a socket, and then, as tcp_keepalive_timer() in
/// net/ipv4/tcp_timer.c takes the same part again, once more as a time-wait (tcp_rcv_state_process() in net/ipv4/tcp_input.c).
/// </summary>
/// <param name="TimeoutSeconds">tcp_fin_timeout.</param>
/// <param name="TimeWaitSeconds">TCP_TIMEWAIT_LEN; the kernel has whole seconds.</param>
/// <param name="Hertz">The kernel's timer frequency.</param>
internal readonly record struct OrphanTimer(double TimeoutSeconds, double TimeWaitSeconds, int Hertz)
{
    /// <summary>Whether it is a socket first, which no bucket of tcp_max_tw_buckets counts.</summary>
    public bool IsSocketFirst => Above > 0;

    /// <summary>Before it none gives up.</summary>
    public double ShortestSeconds => IsSocketFirst ? Above + TimerWheel.FiresAt(0, Above, Hertz) : TimeoutSeconds;

    /// <summary>From the first that gives up to the last.</summary>
    public double GranuleSeconds => TimerWheel.GranuleSeconds(IsSocketFirst ? Above : TimeoutSeconds, Hertz);

    private double Above => TimeoutSeconds - Math.Round(TimeWaitSeconds);

    /// <summary>When one that is closed at a moment becomes a time-wait.</summary>
    public double HandedOver(double closedAt) => IsSocketFirst ? TimerWheel.FiresAt(closedAt, Above, Hertz) : closedAt;

    /// <summary>When one that is closed at a moment gives up.</summary>
    public double Gone(double closedAt) => TimerWheel.FiresAt(HandedOver(closedAt), IsSocketFirst ? Above : TimeoutSeconds, Hertz);

    /// <summary>The share of connections that have given up when a FIN comes that is so late.</summary>
    public double ShareGone(double latenessSeconds) =>
        latenessSeconds > 0 ? Math.Clamp((latenessSeconds - ShortestSeconds) / GranuleSeconds, 0, 1) : 0;

    /// <summary>How long those that have given up by then had waited.</summary>
    public HoldTime WaitOfGone(double latenessSeconds)
    {
        var last = Math.Min(latenessSeconds, ShortestSeconds + GranuleSeconds);
        return new HoldTime(ShortestSeconds, (ShortestSeconds + last) / 2, last);
    }
}
