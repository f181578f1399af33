using Repro.Model;
using Repro.Physics;

namespace Repro.Watching;

/// <summary>What is wrong on a host, or may go wrong: with its ports, and with what is mistaken for them.</summary>
internal static class Troubles
{
    /// <summary>Of a limit, from which share on it is as good as reached.</summary>
    public const double NearlyAll = 0.95;

    // Fewer are those of a program that is about to close them.
    private const int ManyOpen = 100;
    private const double Half = 0.5;
    private const int MostListed = 5;

    // What is farther away than any hold time is a guess.
    private const double Soon = 3600;

    /// <summary>All that is found.</summary>
    public static IEnumerable<Finding> Of(HostReport report, HostLook before, HostLook now) =>
    [
        .. report.Tuples.Select(Ports).Concat(report.Tuples.Select(Leak)).OfType<Finding>().GroupBy(finding => finding.Id).Select(Together),
        .. Counted(before, now),
        .. OpenFiles.NearTheirLimit(NearlyAll),
        .. Listeners(now),
    ];

    private static Finding Together(IGrouping<FindingId, Finding> same)
    {
        var (first, more) = (same.First(), same.Count() - 1);
        return more > 0 ? first with { Text = $"{first.Text}; likewise {Noun.Counted(more, "tuple")} more" } : first;
    }

    private static Finding? Ports(TupleReport tuple) => tuple.ExhaustedInSeconds switch
    {
        null or > Soon => tuple.SlowInSeconds is not 0 ? null : new Finding(
            FindingId.ConnectSlow,
            $"{Way(tuple)} has half of its ports in use: a search for one looks at all of those first, so that connect() is slow",
            "It goes on as it is; more ports, or fewer in TIME_WAIT, make connect() fast again."),
        0 => new Finding(
            FindingId.PortsExhausted,
            $"{Way(tuple)} has no port left: {tuple.InUse} are in use, {tuple.TimeWait} of them in TIME_WAIT; connect() fails with "
                + "EADDRNOTAVAIL (errno 99, cannot assign requested address)",
            "Choose one of the mitigations below; which one holds, a scenario of this host shows: repro watch --scenario FILE."),
        { } seconds => new Finding(
            FindingId.PortsRunOut,
            FormattableString.Invariant($"{Way(tuple)} runs out of ports in {seconds:#,0} s: {tuple.Free} of them are free, and ")
                + FormattableString.Invariant($"{tuple.ClosedPerSecond + Math.Max(0, tuple.OpenGrowthPerSecond):#,0.#} more are taken in ")
                + "a second",
            "Choose one of the mitigations below before that."),
    };

    /// <summary>Whether so many in CLOSE_WAIT are a leak of the program's.</summary>
    /// <param name="closeWait">How many there are.</param>
    /// <param name="open">How many are open, those among them.</param>
    public static bool IsLeak(int closeWait, int open) => closeWait >= ManyOpen && closeWait > open * Half;

    private static Finding? Leak(TupleReport tuple)
    {
        var open = tuple.InUse - tuple.TimeWait;
        return IsLeak(tuple.CloseWait, open)
            ? new Finding(
                FindingId.CloseWaitLeak,
                $"{Way(tuple)} has {tuple.CloseWait} connections in CLOSE_WAIT: the other side has closed them, and the program has not",
                "It is a leak of the program's: no setting of TIME_WAIT helps. Find where it drops a connection without close().")
            : tuple.Established >= ManyOpen && tuple is { ExhaustedInSeconds: not null, OpenGrowthPerSecond: > 0, ClosedPerSecond: 0 }
            ? new Finding(
                FindingId.OpenConnectionsLeak,
                FormattableString.Invariant($"{Way(tuple)} has {tuple.Established} open connections, ")
                    + FormattableString.Invariant($"{tuple.OpenGrowthPerSecond:#,0.#} more in a second, and none ends"),
                "It is held connections that take the ports and not TIME_WAIT: use a pool with a limit, or find what does not close.")
            : null;
    }

    private static IEnumerable<Finding> Counted(HostLook before, HostLook now)
    {
        if (HostReading.Since("TCPTimeWaitOverflow", before, now) is > 0 and var destroyed)
        {
            yield return new Finding(
                FindingId.TimeWaitBucketsFull,
                $"{destroyed} connections left no TIME_WAIT, as {Sysctls.TcpMaxTwBucketsKey} is reached",
                "Ports come free at once then, and what TIME_WAIT protects from can happen: raise it, unless that is meant.");
        }

        if (HostReading.Since("ListenOverflows", before, now) is > 0 and var refused)
        {
            yield return new Finding(
                FindingId.ListenOverflow,
                $"{refused} connections to a service of this host were dropped, as its queue was full: that is not its ports",
                "See ss -ltn (Recv-Q beside Send-Q), and let it accept faster, or raise its backlog and net.core.somaxconn.");
        }

        var dropped = HostReading.Since("nf_conntrack_drop", before, now);
        if (dropped > 0 || now.Conntrack is { Most: > 0 } table && table.Count > table.Most * NearlyAll)
        {
            var tracked = now.Conntrack is var (count, most) ? $"{count} of {most} connections are tracked" : "connections are tracked";
            yield return new Finding(
                FindingId.ConntrackFull,
                $"{tracked}, and {Noun.Counted(dropped, "packet")} {Noun.Were(dropped)} dropped by that: it shows as a timeout, and is "
                    + "neither the ports nor TIME_WAIT of a socket",
                "Raise net.netfilter.nf_conntrack_max, or lower net.netfilter.nf_conntrack_tcp_timeout_time_wait.");
        }

        if (HostReading.Since("nf_conntrack_insert_failed", before, now) is > 0 and var clashed)
        {
            yield return new Finding(
                FindingId.ConntrackClash,
                $"{Noun.Counted(clashed, "packet")} {Noun.Were(clashed)} dropped, as connection tracking could not take a connection in: a "
                    + "NAT without a free port, or two packets of one at the same time (DNS)",
                "See whether this host is a NAT whose ports run out (repro run scenarios/nat.yaml shows that), and conntrack -S.");
        }

        var unanswered = now.States.GetValueOrDefault(TcpState.SynSent);
        if (unanswered >= ManyOpen && unanswered > now.States.GetValueOrDefault(TcpState.Established))
        {
            yield return new Finding(
                FindingId.NoAnswer,
                $"{unanswered} connections wait for an answer to their SYN: whoever is to answer, or a NAT between, does not",
                "Look there, and at the way: this host's ports are held by it, and are not its cause.");
        }
    }

    private static IEnumerable<Finding> Listeners(HostLook now)
    {
        var range = now.Sysctls.LocalPorts;
        var inside = now.Listening
            .Where(port => port >= range.Low && port <= range.High && !now.Sysctls.ReservedPorts.Any(reserved =>
                port >= reserved.Low && port <= reserved.High))
            .Order().ToList();
        if (inside.Count > 0)
        {
            var listed = string.Join(", ", inside.Take(MostListed)) + (inside.Count > MostListed ? ", …" : "");
            var reserved = PortRanges.FormatList([.. now.Sysctls.ReservedPorts, .. inside.Select(port => new PortRange(port, port))]);
            yield return new Finding(
                FindingId.ListenerInRange,
                $"port {listed} is listened on, inside of the range "
                    + $"{range}, and not reserved: a connection may have it when the service starts again (EADDRINUSE)",
                $"Reserve it: {Sysctls.LocalReservedPortsKey}={reserved}.");
        }
    }

    private static string Way(TupleReport tuple) => $"{tuple.Source} → {tuple.Destination}";
}
