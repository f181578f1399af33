using System.Text.RegularExpressions;

namespace Repro.Explaining;

/// <summary>Advice that people find and paste, and what scenarios/myths.yaml measured of it.</summary>
/// <param name="OfPortsAlone">Whether it is wrong where ports have run out, and may be right elsewhere.</param>
/// <param name="Answer">What was measured.</param>
internal sealed partial record WrongAdvice(bool OfPortsAlone, string Answer)
{
    private static readonly (Regex Words, WrongAdvice Advice)[] Known =
    [
        (FinTimeout(), new(false,
            "tcp_fin_timeout is the limit of FIN_WAIT_2: with 5 s as with 60 s the first failure comes after the same connections, at the "
                + "same second (scenarios/myths.yaml, fin-timeout). TIME_WAIT's 60 s are compiled in.")),
        (Recycle(), new(false,
            "tcp_tw_recycle is gone since Linux 4.12, as it broke clients behind a NAT: setting it fails.")),
        (OpenFiles(), new(true,
            "Open files have nothing to do with it: TIME_WAIT has no descriptor, and too few of those are EMFILE and not EADDRNOTAVAIL.")),
        (Queues(), new(true,
            "somaxconn and backlogs are the listener's: the first failure comes after the same connections (scenarios/myths.yaml, "
                + "longer-queues).")),
        (Probes(), new(true,
            "tcp_keepalive_* look after connections that are open: they change nothing (scenarios/myths.yaml, keepalive-probes).")),
        (Buckets(), new(true,
            "A higher tcp_max_tw_buckets gives no port (scenarios/myths.yaml, more-tw-buckets).")),
    ];

    /// <summary>The wrong advice in a line.</summary>
    public static IEnumerable<WrongAdvice> In(string line) =>
        Known.Where(known => known.Words.IsMatch(line)).Select(known => known.Advice);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    // As it is unless told it is no advice.
    [GeneratedRegex(@"tcp_fin_timeout ?= ?(?!60\b)\d|\b(set|lower|reduce|decrease|change|tune)\b.{0,80}tcp_fin_timeout", Options)]
    private static partial Regex FinTimeout();

    [GeneratedRegex(@"tcp_tw_recycle ?= ?1|\b(set|enable|turn on|use)\b.{0,80}tcp_tw_recycle", Options)]
    private static partial Regex Recycle();

    [GeneratedRegex(@"ulimit -n|LimitNOFILE|worker_rlimit_nofile|(raise|increase).*(nofile|file descriptors|open files)", Options)]
    private static partial Regex OpenFiles();

    [GeneratedRegex(@"(raise|increase|set|sysctl -w).*(somaxconn|tcp_max_syn_backlog)", Options)]
    private static partial Regex Queues();

    [GeneratedRegex(@"(lower|set|sysctl -w).*tcp_keepalive_", Options)]
    private static partial Regex Probes();

    [GeneratedRegex(@"(raise|increase|sysctl -w).*tcp_max_tw_buckets", Options)]
    private static partial Regex Buckets();
}
