using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>TIME_WAIT of a few round trips, of kernels before 4.12.</summary>
internal sealed class TimeWaitRecycle : Knob
{
    // tcp_tw_recycle cut TIME_WAIT to 3.5 retransmission timeouts (tcp_time_wait(), net/ipv4/tcp_minisocks.c of Linux 4.11), each at
    // least TCP_RTO_MIN, 200 ms, which a lab's round trip never exceeds.
    private const double TimeWaitSeconds = 3.5 * 0.2;

    // So many seconds before the end of a load a connection has closed whose TIME_WAIT is over by then, whatever the timer's granule.
    private const double Over = 2;

    public override string Id => "time-wait-recycle";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.TcpTwRecycleKey];

    public override string ProvenBy => "TIME_WAIT sockets live for less than a second, as sock_diag shows";

    public override string Cost => "connections from behind a NAT";

    public override string Risk =>
        "drops SYNs of clients that share an address behind a NAT, as their timestamps differ: never on a host that the world talks to";

    public override KernelNeed Need { get; } = KernelNeed.Sysctl(Sysctls.TcpTwRecycleKey, "was removed in Linux 4.12");

    public override PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) =>
        model with { RecycleSeconds = own.RecyclesTimeWait ? TimeWaitSeconds : null };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (!conditions.Opener.Sysctls.RecyclesTimeWait || !LeavesTimeWait(conditions))
        {
            yield break;
        }

        // LINUX_MIB_TIMEWAITKILLED counts those that end before their time: inet_twsk_schedule() sets tw_kill for up to four seconds, and
        // tw_timer_handler() counts by it (net/ipv4/inet_timewait_sock.c of Linux 4.11). LINUX_MIB_TIMEWAITED, TW, counts the others.
        var killed = observed.Counter("TWKilled");
        var needed = observed.DurationSeconds > Over && observed.Connects > Slack && conditions.Opener.KeepAlive.Connections == 0
            && conditions.Backends.FinDelay == TimeSpan.Zero;
        yield return new Evidence("time-wait-killed", killed > 0 || !needed, $"TWKilled rose by {killed}, with recycling on");

        if (observed.TimeWaitLeft is { } left)
        {
            yield return new Evidence(
                "time-wait-cut-short",
                left < 1,
                FormattableString.Invariant($"a fresh TIME_WAIT has {left:0.0} s to run, with recycling on"));
        }
    }
}
