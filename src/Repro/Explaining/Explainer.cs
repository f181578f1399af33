using System.Globalization;
using Repro.Knobs;
using Repro.Model;
using Repro.Watching;

namespace Repro.Explaining;

/// <summary>From pasted text to what is behind it. Where the text does not say, neither does this.</summary>
public static class Explainer
{
    // Of the ports, where a log has the errno: between that and ss some come free. Without one, but for those that a search may miss.
    private const double FreeBesideErrno = 0.1;
    private const double FreeAlone = 0.001;
    private const int Missable = 2;

    private const string Sockets = "ss -tano, of the host that connects, while it fails";
    private const string Range = "sysctl net.ipv4.ip_local_port_range net.ipv4.ip_local_reserved_ports net.ipv4.tcp_tw_reuse";
    private const string Errors = "the error's own line, with errno, of the proxy's or the program's log";
    private const string KernelCounters = "nstat -az and dmesg | tail";

    private static readonly Cause[] OfPorts =
        [Cause.Ports, Cause.PortsInTimeWait, Cause.PortsOfOpenConnections, Cause.PortsBoundFirst, Cause.CloseWaitLeak];

    /// <summary>Explains texts.</summary>
    /// <param name="lines">The lines of what was pasted.</param>
    /// <param name="kernel">The kernel that is assumed.</param>
    /// <returns>The explanation; and the scenario of it, or null where it does not say at which rate connections are opened.</returns>
    public static (Explanation Explanation, string? Scenario) Explain(IEnumerable<string> lines, Kernel kernel)
    {
        var pasted = PastedText.Of(lines);
        var report = Report(pasted, kernel);
        var found = Candidates(pasted, report).ToList();
        var first = found.FirstOrDefault() ?? Unknown(pasted, report);
        var isOfPorts = OfPorts.Contains(first.Cause);
        return (
            new Explanation(
                Explanation.Version,
                first.Cause,
                first.Text,
                first.Towards,
                first.Remedy,
                [.. found.Skip(1).Select(other => other.Text)],
                [
                    .. pasted.Advice.Where(advice => (isOfPorts || !advice.OfPortsAlone) && first.Cause != Cause.PortsInFinWait2)
                        .Select(advice => advice.Answer),
                ],
                [.. Missing(pasted, first.Cause)],
                Read(pasted)),
            HostScenario.Of(report, kernel)?.Text(" in what was pasted"));
    }

    private static HostReport Report(PastedText pasted, Kernel kernel)
    {
        var sockets = new LookedSockets(pasted.Sysctls);
        foreach (var socket in pasted.Sockets.OrderBy(socket => socket.State != TcpState.Listen))
        {
            sockets.Add(socket);
        }

        return HostReading.OfOne(sockets.ToLook(0, new Dictionary<string, long>(), null), kernel);
    }

    // The most certain first: ports that are gone, for anybody to see; then what most lines of logs say.
    private static IEnumerable<Found> Candidates(PastedText pasted, HostReport report)
    {
        var full = report.Tuples.FirstOrDefault(tuple =>
            tuple.Free <= Math.Max(Missable, report.PortsPerTuple * (Failures(pasted, tuple) > 0 ? FreeBesideErrno : FreeAlone)));
        if (full is not null)
        {
            yield return Full(full, report, pasted, Failures(pasted, full));
        }

        var logged = pasted.Clues.Where(clue => clue.Cause != Cause.CannotTell && !(clue.Cause == Cause.Ports && IsOf(clue, full)));
        foreach (var clue in logged.GroupBy(clue => clue.Cause).OrderByDescending(kind => kind.Count()))
        {
            var towards = clue.Select(line => line.Towards).OfType<string>().CountBy(to => to)
                .OrderByDescending(to => to.Value).FirstOrDefault().Key;
            yield return Logged(clue.Key, clue.Count(), towards);
        }

        var closed = pasted.Sockets.Count(socket => socket.State == TcpState.CloseWait);
        var open = closed + pasted.Sockets.Count(socket => socket.State == TcpState.Established);
        if (full is null && Troubles.IsLeak(closed, open))
        {
            yield return new Found(
                Cause.CloseWaitLeak, $"{closed} connections are in CLOSE_WAIT: the other side has closed them, and the program has not",
                null, "Find where the program drops a connection without close(); no setting of TIME_WAIT helps.");
        }

        if (Number(pasted, PastedText.ConntrackCount) is { } tracked && Number(pasted, PastedText.ConntrackMost) is > 0 and var may
            && tracked > may * Troubles.NearlyAll)
        {
            yield return Logged(Cause.ConntrackFull, 0, null) with
            {
                Text = $"{tracked} of {may} connections are tracked: there is no room",
            };
        }
    }

    private static long? Number(PastedText pasted, string sysctl) =>
        long.TryParse(pasted.Sysctls.Values.GetValueOrDefault(sysctl), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static int Failures(PastedText pasted, TupleReport tuple) =>
        pasted.Clues.Count(clue => clue.Cause is Cause.Ports or Cause.CannotTell && IsOf(clue, tuple));

    private static bool IsOf(LogClue clue, TupleReport? tuple) =>
        tuple is not null && (clue.Towards is null || clue.Towards == tuple.Destination);

    private static Found Full(TupleReport tuple, HostReport report, PastedText pasted, int lines)
    {
        var assumed = pasted.Sysctls.Values.ContainsKey(Sysctls.LocalPortRangeKey) ? "" : ", if the range is the kernel's default";
        var seen = $"{tuple.InUse} of {report.PortsPerTuple} ports towards {tuple.Destination} are in use{assumed}"
            + (lines > 0 ? $", and {Noun.Counted(lines, "line")} of a log {(lines == 1 ? "says" : "say")} EADDRNOTAVAIL" : "");
        var (cause, held, remedy) = new (int Ports, Cause Cause, string Held, string Remedy)[]
        {
            (tuple.TimeWait, Cause.PortsInTimeWait, "in TIME_WAIT",
                "Keep connections open (a pool), or tcp_tw_reuse=1 on the host that connects, or more tuples: repro mitigations."),
            (tuple.CloseWait, Cause.CloseWaitLeak, "in CLOSE_WAIT, which the program does not close",
                "Find where the program drops a connection without close(); no setting of TIME_WAIT helps."),
            (tuple.SynSent, Cause.PortsUnanswered, "in SYN_SENT: nobody answers",
                "See why the other side, or a NAT or firewall between, does not answer; ports come free once these give up."),
            (tuple.FinWait2, Cause.PortsInFinWait2, "in FIN_WAIT_2: the other side has not closed yet",
                "Have the other side close at once; tcp_fin_timeout ends those whose program has closed them."),
            (tuple.Established, Cause.PortsOfOpenConnections, "of connections that are open",
                "Give the pool a limit, or find what does not close; no setting of TIME_WAIT helps."),
        }.MaxBy(held => held.Ports) is var most ? (most.Cause, $"{most.Ports} of them are {most.Held}", most.Remedy) : default;
        return new Found(cause, $"No port is left: {seen}; {held}", tuple.Destination, remedy);
    }

    private static Found Logged(Cause cause, int lines, string? towards)
    {
        var at = towards is null ? "" : $" towards {towards}";
        var says = $"{Noun.Counted(lines, "line")} of a log {(lines == 1 ? "says" : "say")} so";
        var (text, remedy) = cause switch
        {
            Cause.Ports => (
                $"connect() found no port{at} (EADDRNOTAVAIL, errno 99): {says}",
                "What holds the ports ss -tano shows; repro watch on the host says when and why."),
            Cause.PortsBoundFirst => (
                $"bind() found no port{at}, before it was known where to: {says}. All destinations share the ports of a source address "
                    + "then",
                "Bind to an address with IP_BIND_ADDRESS_NO_PORT, or don't bind; more destinations do not help."),
            Cause.NoSuchAddress => (
                $"A source address is asked for that the host does not have{(towards is null ? "" : $" ({towards})")}: {says}",
                "Give the host that address (ip address), or ask for another (proxy_bind, source); it is not for want of a port."),
            Cause.ListenerTaken => (
                $"A service finds its port taken (EADDRINUSE, errno 98): {says}",
                "See who has it: ss -tanp sport = :PORT. Where it is inside of the range a connection may have it: reserve it in "
                    + "net.ipv4.ip_local_reserved_ports."),
            Cause.OpenFiles => (
                $"Too many files are open (EMFILE): {says}",
                "Raise the limit (LimitNOFILE=, worker_rlimit_nofile, ulimit -n), or find what is not closed; it is not for want of a "
                    + "port."),
            Cause.ConnectionLimit => (
                $"A limit of the proxy's own is reached: {says}", "Raise worker_connections or maxconn, and the open files with it."),
            Cause.ConntrackFull => (
                $"Connection tracking is full: {says}",
                "Raise net.netfilter.nf_conntrack_max, or lower nf_conntrack_tcp_timeout_time_wait: it shows as a timeout."),
            Cause.Refused => (
                $"Nobody listens{at} (ECONNREFUSED): {says}",
                "Start the backend, or correct its address; ports are not the matter."),
            Cause.Unreachable => ($"There is no way{at}: {says}", "See ip route get ADDRESS and the firewall; ports are not the matter."),
            _ => throw new NotSupportedException($"{cause} is no line of a log"),
        };
        return new Found(cause, text, towards, remedy);
    }

    private static Found Unknown(PastedText pasted, HostReport report)
    {
        var overflown = pasted.Counters.GetValueOrDefault("ListenOverflows") is > 0 and var dropped
            ? $"; {dropped} connections to a service of this host were dropped at some time, as its queue was full (ListenOverflows)" : "";
        var unclear = pasted.Clues.Any(clue => clue.Cause == Cause.CannotTell)
            ? "; connect() fails with EADDRNOTAVAIL towards IPv6 and localhost where the host has no such address, too" : "";
        var seen = report.Tuples is [var fullest, ..]
            ? $"; the fullest, towards {fullest.Destination}, has {fullest.InUse} of {report.PortsPerTuple} ports in use, and TIME_WAIT "
                + "alone is no fault"
            : pasted.TimeWait is { } waiting
            ? $"; {waiting} TIME_WAIT of a whole host say nothing, as each tuple has ports of its own"
            : "";
        return new Found(
            Cause.CannotTell,
            $"Nothing in it says what is wrong{unclear}{overflown}{seen}",
            null,
            "Paste more, as below; or run repro watch on the host itself.");
    }

    private static IEnumerable<string> Missing(PastedText pasted, Cause cause)
    {
        var isOpen = cause == Cause.CannotTell;
        foreach (var unreadable in pasted.Unreadable)
        {
            yield return $"the value that the kernel has, by sysctl NAME: {unreadable} is none";
        }

        if (pasted.LacksStates)
        {
            yield return "ss -tano without a state to choose: what it prints then has no states";
        }

        if (pasted.Sockets.Count == 0 && (isOpen || cause == Cause.Ports))
        {
            yield return Sockets;
        }

        if (!pasted.Sysctls.Values.ContainsKey(Sysctls.LocalPortRangeKey) && (isOpen || OfPorts.Contains(cause)))
        {
            yield return Range;
        }

        if (isOpen)
        {
            yield return Errors;
            yield return KernelCounters;
        }
    }

    private static string Read(PastedText pasted) => string.Join(", ", new[]
    {
        Noun.Counted(pasted.Sockets.Count, "socket"),
        Noun.Counted(pasted.Sysctls.Values.Count, "sysctl"),
        Noun.Counted(pasted.Counters.Count, "counter"),
        Noun.Counted(pasted.Clues.Count, "line") + " of logs",
    });

    private sealed record Found(Cause Cause, string Text, string? Towards, string Remedy);
}
