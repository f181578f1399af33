namespace Repro.Physics;

/// <summary>
/// How long a closed connection waits for the peer's FIN. Its timer doesn't start before the peer has acknowledged the own FIN, which takes
/// the time of a delayed acknowledgement: the peer has just answered, and has nothing to send along. Up to TCP_TIMEWAIT_LEN it is in
/// FIN_WAIT_2 as a time-wait of that length. Of a longer tcp_fin_timeout it spends what is above TCP_TIMEWAIT_LEN as a socket, and then, as
/// tcp_keepalive_timer() in net/ipv4/tcp_timer.c takes the same part again, once more as a time-wait (tcp_rcv_state_process() in
/// net/ipv4/tcp_input.c).
/// </summary>
/// <param name="TimeoutSeconds">tcp_fin_timeout, in seconds.</param>
/// <param name="TimeWaitSeconds">TCP_TIMEWAIT_LEN; the kernel has whole seconds.</param>
/// <param name="Hertz">The kernel's timer frequency.</param>
/// <param name="LatenessSeconds">How late the peer's FIN comes; it acknowledges the own one too.</param>
internal readonly record struct OrphanTimer(double TimeoutSeconds, double TimeWaitSeconds, int Hertz, double LatenessSeconds)
{
    // TCP_DELACK_MIN, and TCP_DELACK_MAX, which few are as late as (include/net/tcp.h).
    private const double AcknowledgedSeconds = 0.04;
    private const double LongestAcknowledgedSeconds = 0.2;

    /// <summary>Whether it is a socket first, which no bucket of tcp_max_tw_buckets counts.</summary>
    public bool IsSocketFirst => Above > 0;

    /// <summary>Before it none gives up.</summary>
    public double ShortestSeconds =>
        Acknowledged(AcknowledgedSeconds) + (IsSocketFirst ? Above + TimerWheel.FiresAt(0, Above, Hertz) : TimeoutSeconds);

    /// <summary>How long it is no time-wait yet, on average.</summary>
    public double SocketSeconds =>
        Math.Min(
            Math.Max(0, LatenessSeconds), Acknowledged(AcknowledgedSeconds) + (IsSocketFirst ? TimerWheel.MeanSeconds(Above, Hertz) : 0));

    /// <summary>From the first that gives up to the last.</summary>
    public double GranuleSeconds => TimerWheel.GranuleSeconds(IsSocketFirst ? Above : TimeoutSeconds, Hertz);

    private double Above => TimeoutSeconds - Math.Round(TimeWaitSeconds);

    /// <summary>When one that is closed at a moment becomes a time-wait.</summary>
    public double HandedOver(double closedAt) => closedAt + Acknowledged(AcknowledgedSeconds) is var acknowledged && IsSocketFirst
        ? TimerWheel.FiresAt(acknowledged, Above, Hertz)
        : acknowledged;

    /// <summary>When one that is closed at a moment gives up.</summary>
    public double Gone(double closedAt) => Gone(closedAt, HandedOver(closedAt));

    /// <summary>
    /// When one that is closed at a moment and handed over at another gives up: at once where it was a socket until then, and
    /// tcp_fin_timeout has become TCP_TIMEWAIT_LEN or less.
    /// </summary>
    public double Gone(double closedAt, double handedOverAt) =>
        !IsSocketFirst && handedOverAt > closedAt + LongestAcknowledgedSeconds
            ? handedOverAt
            : TimerWheel.FiresAt(handedOverAt, IsSocketFirst ? Above : TimeoutSeconds, Hertz);

    /// <summary>The share of connections that have given up when the FIN comes.</summary>
    public double ShareGone => LatenessSeconds > 0 ? Math.Clamp((LatenessSeconds - ShortestSeconds) / GranuleSeconds, 0, 1) : 0;

    /// <summary>How long those that have given up by then had waited.</summary>
    public HoldTime WaitOfGone
    {
        get
        {
            var last = Math.Min(LatenessSeconds, ShortestSeconds + GranuleSeconds);
            var longest = Math.Min(LatenessSeconds, last + Acknowledged(LongestAcknowledgedSeconds) - Acknowledged(AcknowledgedSeconds));
            return new HoldTime(ShortestSeconds, (ShortestSeconds + last) / 2, longest);
        }
    }

    private double Acknowledged(double seconds) => Math.Clamp(LatenessSeconds, 0, seconds);
}
