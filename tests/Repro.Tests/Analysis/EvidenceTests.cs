using Repro.Analysis;
using Repro.Model;
using Repro.Physics;
using Repro.Recording;

namespace Repro.Tests.Analysis;

/// <summary>For each knob: what shows that it acted, and what shows that it did not.</summary>
public sealed class EvidenceTests
{
    // 500/s for ten seconds: 5,000 connections, all of them answered.
    private static readonly CaseBuilder Carried = new();

    private static readonly Conditions Reuse = CaseBuilder.With((Sysctls.TcpTwReuseKey, "1"));

    [Fact]
    public void Reuse_has_to_take_ports_over_once_half_of_them_were_used()
    {
        Acted("TWRecycled rose by 3000", Carried with { Conditions = Reuse, Counters = Counter("TWRecycled", 3000) });
        DidNot("TWRecycled stayed at 0, with reuse on", Carried with { Conditions = Reuse });
        Acted("TWRecycled stayed at 0, with reuse on", Carried with { Conditions = Reuse, Capacity = 10_000 });
    }

    [Theory]
    [InlineData("bind")]
    [InlineData("late FIN")]
    [InlineData("RST")]
    [InlineData("backend first")]
    public void Reuse_is_not_waited_for_where_no_port_can_be_taken_over(string why)
    {
        var conditions = why switch
        {
            "bind" => Reuse with { Proxy = Reuse.Proxy with { Bind = Binding.Port } },
            "late FIN" => Reuse with { Backends = Reuse.Backends with { FinDelay = TimeSpan.FromSeconds(59) } },
            "RST" => Reuse with { Proxy = Reuse.Proxy with { Close = Closing.Rst } },
            _ => Reuse with { Backends = Reuse.Backends with { Closes = BackendClosing.First } },
        };

        Acted("TWRecycled stayed at 0, with reuse on", Carried with { Conditions = conditions });
    }

    [Theory]
    [InlineData("2", "1")]
    [InlineData("0", "1")]
    [InlineData("1", "0")]
    public void Without_reuse_no_port_may_be_taken_over(string reuse, string timestamps)
    {
        var conditions = CaseBuilder.With((Sysctls.TcpTwReuseKey, reuse), (Sysctls.TcpTimestampsKey, timestamps));

        Acted("TWRecycled stayed at 0", CaseBuilder.Exhausted() with { Conditions = conditions });
        DidNot("TWRecycled rose by 5, with reuse off", Carried with { Conditions = conditions, Counters = Counter("TWRecycled", 5) });
    }

    [Fact]
    [Trait("Fault", "B8")]
    public void Bound_ports_that_are_shared_are_taken_over_whatever_tcp_tw_reuse_says()
    {
        var shared = Carried with { Conditions = Shared("1") };

        Acted("TWRecycled rose by 900, with bound ports shared", shared with { Capacity = 1000, Counters = Counter("TWRecycled", 900) });
        DidNot("TWRecycled rose by 0, with bound ports shared", shared with { Capacity = 1000 });
        Acted("TWRecycled stayed at 0", shared with { Conditions = Shared("0") });
    }

    [Fact]
    public void A_RST_is_counted_and_leaves_no_TIME_WAIT()
    {
        var reset = Carried with { Conditions = new Conditions { Proxy = new Proxy { Close = Closing.Rst } }, MostTimeWait = 0 };

        Acted("TCPAbortOnData rose by 4990 for 5000 connections", reset with { Counters = Counter("TCPAbortOnData", 4990) });
        DidNot("TCPAbortOnData rose by 0 for 5000 connections", reset);
        Acted("peak TIME_WAIT of the proxy is 0", reset);
        DidNot("peak TIME_WAIT of the proxy is 500", reset with { MostTimeWait = 500 });
    }

    [Fact]
    public void Of_prefilled_ports_TIME_WAIT_is_no_sign() => Assert.DoesNotContain(
        EvidenceList.Of(
            (Carried with { Conditions = new Conditions { Proxy = new Proxy { Close = Closing.Rst }, PrefillPercent = 50 } }).Build()),
        evidence => evidence.Text.StartsWith("peak TIME_WAIT", StringComparison.Ordinal));

    [Fact]
    public void A_backend_that_closes_first_has_the_TIME_WAIT()
    {
        var first = Carried with
        {
            Conditions = new Conditions { Backends = new Backends { Closes = BackendClosing.First } },
            MostTimeWait = 0,
        };

        Acted("TW of the backends rose by 5000", first with { BackendCounters = Counter("TW", 5000) });
        DidNot("TW of the backends rose by 0", first);
        DidNot("peak TIME_WAIT of the proxy is 2000", first with { MostTimeWait = 2000 });
    }

    private static Conditions Shared(string timestamps)
    {
        var conditions = CaseBuilder.With(
            (Sysctls.IpAutobindReuseKey, "1"), (Sysctls.TcpTwReuseKey, "2"), (Sysctls.TcpTimestampsKey, timestamps));
        return conditions with { Proxy = conditions.Proxy with { Bind = Binding.Port } };
    }

    [Fact]
    [Trait("Fault", "B12")]
    public void Retries_show_in_more_attempts_than_requests_once_ports_have_run_out()
    {
        var retries = CaseBuilder.Exhausted() with { Conditions = new Conditions { Proxy = new Proxy { Retries = 1 } } };

        Acted("8000 attempts for 5000 requests, ×1.60", retries with { Attempts = 8000 });
        DidNot("5000 attempts for 5000 requests, ×1.00", retries with { Attempts = 5000 });
        Acted("5000 attempts for 5000 requests, ×1.00", retries with { Onset = null, Attempts = 5000 });
    }

    [Fact]
    public void A_late_FIN_shows_in_FIN_WAIT_2()
    {
        var late = Carried with { Conditions = new Conditions { Backends = new Backends { FinDelay = TimeSpan.FromSeconds(59) } } };

        Acted("peak FIN_WAIT_2 of the proxy is 7", late with { FinWait2 = 7 });
        DidNot("peak FIN_WAIT_2 of the proxy is 0", late);
    }

    [Fact]
    public void Fewer_buckets_overflow_once_that_many_sockets_wait()
    {
        var fewer = Carried with { Conditions = CaseBuilder.With((Sysctls.TcpMaxTwBucketsKey, "1000")), MostTimeWait = 1000 };

        Acted("TCPTimeWaitOverflow rose by 4000, at 1000 buckets", fewer with { Counters = Counter("TCPTimeWaitOverflow", 4000) });
        DidNot("TCPTimeWaitOverflow rose by 0, at 1000 buckets", fewer with { MostTimeWait = 1500 });
        // Where ports are taken over, or the load is low, there are never as many: that is no fault of the knob's.
        Acted("TCPTimeWaitOverflow rose by 0, at 1000 buckets", fewer with { MostTimeWait = 600 });
        Assert.DoesNotContain(
            EvidenceList.Of((fewer with { Capacity = 800 }).Build()),
            evidence => evidence.Text.StartsWith("TCPTimeWaitOverflow", StringComparison.Ordinal));
    }

    [Fact]
    public void With_a_short_fin_timeout_a_fresh_TIME_WAIT_still_has_its_minute()
    {
        var myth = Carried with { Conditions = CaseBuilder.With((Sysctls.TcpFinTimeoutKey, "5")) };

        Acted("a fresh TIME_WAIT has 59.9 s to run", myth with { TimeWaitLeft = 59.9 });
        DidNot("a fresh TIME_WAIT has 5.0 s to run", myth with { TimeWaitLeft = 5 });
    }

    [Fact]
    public void Every_tuple_has_to_be_used()
    {
        var conditions =
            new Conditions { Proxy = new Proxy { Addresses = 2 }, Backends = new Backends { Count = 1, Addresses = 3, Ports = 4 } };

        Acted("ports were in use on 24 of 24 tuples", Carried with { Conditions = conditions, Capacity = 2400, Tuples = 24 });
        DidNot(
            "ports were in use on 23 of 24 tuples",
            Carried with { Conditions = conditions, Capacity = 2400, Tuples = 24, TuplesSeen = 23 });
        DidNot("ports were in use on 0 of 2 tuples", Carried with { TuplesSeen = 0 });
    }

    [Fact]
    public void A_transparent_proxy_has_to_use_every_clients_address_and_none_of_its_own()
    {
        var transparent =
            Carried with { Conditions = new Conditions { Clients = new Clients { Count = 1 }, Proxy = new Proxy { Transparent = true } } };

        Acted("ports were in use on 2 of 2 tuples from clients' addresses", transparent with { Source = "198.18.0.1" });
        DidNot("ports were in use on 0 of 2 tuples from clients' addresses", transparent);
    }

    [Fact]
    public void Kept_connections_are_fewer_than_requests()
    {
        var kept = Carried with
        {
            Conditions = new Conditions { Proxy = new Proxy { KeepAlive = new KeepAlive { Connections = 64 } } },
            RequestsPerConnection = 10,
        };
        var recorded = kept.Build();

        Acted("500 connections carried 5000 requests", kept);
        Assert.Contains(
            (false, "5000 connections carried 5000 requests"),
            Seen(recorded with { Proxy = [.. recorded.Proxy.Select(line => line with { Connects = line.Sent })] }));
    }

    [Fact]
    public void A_sockets_own_range_has_to_read_as_it_was_set()
    {
        var own = Carried with { Conditions = new Conditions { Proxy = new Proxy { SocketPorts = new PortRange(32768, 33767) } } };

        Acted("IP_LOCAL_PORT_RANGE reads 32768 33767", own with { End = Found("32768 33767", 0) });
        DidNot("IP_LOCAL_PORT_RANGE reads 0 0", own with { End = Found("0 0", 0) });
        DidNot("IP_LOCAL_PORT_RANGE reads nothing", own);
    }

    [Fact]
    public void Where_bind_picks_the_port_it_is_bind_that_fails()
    {
        var first = CaseBuilder.Exhausted() with { Conditions = new Conditions { Proxy = new Proxy { Bind = Binding.Port } } };

        Acted("ports ran out in bind/EADDRINUSE", first with { Failure = "bind/EADDRINUSE" });
        DidNot("ports ran out in connect/EADDRNOTAVAIL", first);
    }

    [Fact]
    public void Ports_have_to_be_filled_as_far_as_was_asked()
    {
        var filled = Carried with { Conditions = new Conditions { PrefillPercent = 90 } };

        Acted("1800 ports were filled before the load, and 1850 in TIME_WAIT when it began", filled with { End = Found(null, 1800) });
        Acted("1780 ports were filled before the load, and 1830 in TIME_WAIT when it began", filled with { End = Found(null, 1780) });
        DidNot("1779 ports were filled before the load, and 1829 in TIME_WAIT when it began", filled with { End = Found(null, 1779) });
        DidNot(
            "1800 ports were filled before the load, and 900 in TIME_WAIT when it began",
            filled with { End = Found(null, 1800), MostTimeWait = 900 });
        DidNot("0 ports were filled before the load, and 50 in TIME_WAIT when it began", filled);
    }

    [Fact]
    public void A_case_without_any_knob_shows_that_its_tuples_were_used_and_nothing_else() =>
        Assert.Equal(
            [("net.ipv4.tcp_tw_reuse", true, "net.ipv4.tcp_tw_reuse reads 2"), ("tuples-used", true, "ports were in use on 2 of 2 tuples")],
            EvidenceList.Of(Carried.Build()).Select(evidence => (evidence.Id, evidence.Acted, evidence.Text)));

    [Fact]
    public void What_proves_two_knobs_is_listed_once() => Assert.Single(
        EvidenceList.Of(
            (Carried with { Conditions = new Conditions { Proxy = new Proxy { Addresses = 2 }, Backends = new Backends { Count = 1 } } })
                .Build()),
        evidence => evidence.Id == "tuples-used");

    [Fact]
    public void A_sysctl_that_reads_back_otherwise_was_not_set()
    {
        var unread = Carried with
        {
            Readbacks = [new SysctlFacts("net.ipv4.tcp_tw_reuse", "1", "2"), new SysctlFacts("net.ipv4.tcp_tw_recycle", "1", null)],
        };

        Assert.Equal(
            [(false, "net.ipv4.tcp_tw_reuse reads 2"), (false, "net.ipv4.tcp_tw_recycle reads nothing")],
            EvidenceList.Of(unread.Build()).Where(evidence => evidence.IsSysctl).Select(evidence => (evidence.Acted, evidence.Text)));
        Assert.Equal(
            ["proxy: net.ipv4.tcp_tw_reuse is 2, not 1 as asked", "proxy: this kernel has no net.ipv4.tcp_tw_recycle"],
            CaseAnalysis.Summarize(unread.Build()).InvalidReasons);
    }

    [Fact]
    public void Recycling_shows_in_TIME_WAIT_that_is_killed_before_its_time()
    {
        var recycling = Carried with { Conditions = CaseBuilder.With((Sysctls.TcpTwRecycleKey, "1")) };

        Acted("TWKilled rose by 4900, with recycling on", recycling with { Counters = Counter("TWKilled", 4900) });
        DidNot("TWKilled rose by 0, with recycling on", recycling);
        Acted("a fresh TIME_WAIT has 0.7 s to run, with recycling on", recycling with { TimeWaitLeft = 0.7 });
        DidNot("a fresh TIME_WAIT has 60.0 s to run, with recycling on", recycling with { TimeWaitLeft = 60 });
    }

    private static Dictionary<string, long> Counter(string name, long value) => new() { [name] = value };

    private static CaseEnd Found(string? socketPorts, long prefilled) => new([], 0, new OpenerFacts(socketPorts, prefilled, 0.1, null));

    private static IEnumerable<(bool Acted, string Text)> Seen(RecordedCase recorded) =>
        EvidenceList.Of(recorded).Select(evidence => (evidence.Acted, evidence.Text));

    private static void Acted(string text, CaseBuilder builder)
    {
        Assert.Contains((true, text), Seen(builder.Build()));
        Assert.Contains(text, CaseAnalysis.Summarize(builder.Build()).Evidence);
    }

    private static void DidNot(string text, CaseBuilder builder)
    {
        Assert.Contains((false, text), Seen(builder.Build()));
        Assert.Contains($"a knob did not act: {text}", CaseAnalysis.Summarize(builder.Build()).InvalidReasons);
    }
}
