using Repro.Analysis;
using Repro.Charts;
using Repro.Model;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Charts;

/// <summary>
/// A report's first sentence answers the question, with the figure: what it is about follows from what the cases differ in.
/// </summary>
[Trait("Fault", "A10")]
public sealed class AnswerTests
{
    private static readonly CaseBuilder None = new() { Rate = 200, Label = "none", Id = "none@200" };

    [Fact]
    public void Established_follows_the_concurrency()
    {
        CaseBuilder held = Delayed("held-open", 10) with { Capacity = 1000, Onset = 5, PredictedOnset = 5, Established = 1000 };

        Assert.Equal(
            "Ports run out at 1,000 open connections; ESTABLISHED follows the concurrency: 101 connections at 100 requests under way, "
            + "201 connections at 200 requests under way and 401 connections at 400 requests under way.",
            Headline(
                held, Delayed("c-100", 0.5) with { Established = 101 }, Delayed("c-200", 1) with { Established = 201 },
                Delayed("c-400", 2) with { Established = 401 }));
        Assert.StartsWith(
            "ESTABLISHED does not follow the concurrency: 101 connections at 100 requests under way and 402 connections at 200",
            Headline(Delayed("c-100", 0.5) with { Established = 101 }, Delayed("c-200", 1) with { Established = 402 }),
            StringComparison.Ordinal);

        static CaseBuilder Delayed(string name, double seconds) => None with
        {
            Id = $"{name}@200",
            Label = name,
            IsBaseline = false,
            Tuples = 1,
            Capacity = 28_232,
            Conditions = new Conditions { Backends = new Backends { Count = 1, Delay = TimeSpan.FromSeconds(seconds) } },
        };
    }

    [Fact]
    public void A_request_that_is_under_way_has_a_connection_on_each_leg_and_only_one_counts()
    {
        var line = new SocketsLine
        {
            Host = "proxy",
            Counters = new Dictionary<string, long>(),
            States = new Dictionary<TcpState, int> { [TcpState.Established] = 402, [TcpState.TimeWait] = 7, [TcpState.Listen] = 1 },
            Tuples = [new TupleUse("198.18.0.5", CaseBuilder.Backend, 201, 201)],
        };

        Assert.Equal(
            [("ESTABLISHED", 201), ("ESTABLISHED (clients)", 201), ("TIME_WAIT", 7)],
            OpenerSamples.PeakStates([line]).Select(state => (state.Key, state.Value)));
    }

    [Fact]
    public void Which_hop_runs_out_and_that_the_proxy_has_half_of_the_connections()
    {
        var proxy = None with { Capacity = 1000, Onset = 5, PredictedOnset = 5, Duration = 12 };
        var clients = (None with
        {
            Id = "rst-close@200",
            Label = "rst-close",
            IsBaseline = false,
            Capacity = 2000,
            Tuples = 4,
            TuplesSeen = 2,
            Onset = 10,
            PredictedOnset = 10,
            Duration = 12,
        }).BuildWithClientsRunningOut();

        Assert.Equal(
            "Without a mitigation proxy→backends runs out first, at 1,000 connections (2 × 500 ports) after 5.00 s; with rst-close "
            + "clients→proxy runs out, at "
            + "2,000 connections (4 × 500 ports) after 10.00 s: the proxy has half of the connections that its clients have.",
            Headline(proxy.Build(), clients));
    }

    [Fact]
    public void What_connect_takes_before_and_after_half_of_the_ports()
    {
        var filled = None with { Duration = 10, End = new CaseEnd([], 0, new OpenerFacts(null, 10, 1, null)), Capacity = 4000 };
        var slow = filled.Build();
        slow = slow with
        {
            Proxy = [.. slow.Proxy.Select(line => line with { ConnectLatency = [new(line.T < 5 ? 12_000 : 96_000, line.Connects)] })],
        };

        Assert.Equal(
            "connect() slows from 12 to 96 µs once 25 % of the ports are taken; with per-socket-range connect() takes 12 µs at the median "
                + "all the while.",
            Headline(slow, (filled with { Id = "per-socket-range@200", Label = "per-socket-range", IsBaseline = false }).Build()));
    }

    [Fact]
    public void At_which_rates_ports_run_out_and_how_soon()
    {
        var carried = None with { Id = "none@20", Rate = 20, Hold = 20, Duration = 30 };
        var failed = carried with { Id = "none@40", Rate = 40, Onset = 20.8, PredictedOnset = 20.8 };
        var faster = failed with { Id = "none@80", Rate = 80, Onset = 10.4, PredictedOnset = 10.4 };

        Assert.Equal("Without a mitigation 20/s is carried and 40/s runs out of ports after 20.80 s.", Headline(carried, failed, faster));
    }

    [Fact]
    public void What_an_upstream_with_the_articles_range_carries()
    {
        var below = new CaseBuilder
        {
            Id = "below@450",
            Label = "below",
            IsBaseline = false,
            Rate = 450,
            Capacity = 28_233,
            Tuples = 1,
            Duration = 90,
        };

        Assert.Equal(
            "Towards one upstream 450/s is carried and 480/s runs out of ports where ports are held for 61.02 s: a threshold of 463/s was "
                + "predicted.",
            Headline(
                Single(below), Single(
                    below with { Id = "above@480", Label = "above", Rate = 480, Duration = 59.2, Onset = 58.8, PredictedOnset = 58.8 })));

        static CaseBuilder Single(CaseBuilder one) => one with { Conditions = new Conditions { Backends = new Backends { Count = 1 } } };
    }

    [Fact]
    public void What_helps_what_delays_and_what_does_nothing()
    {
        var ranOut = CaseBuilder.Exhausted();
        var other = ranOut with { IsBaseline = false };

        Assert.Equal(
            "Without a mitigation, failures begin after 4.00 s; with tw-reuse, never; with wider-range and backend-ports, after 8.00 s; "
            + "with fin-timeout, no later; "
            + "with reserved-ports, worse, after 2.00 s.",
            Headline(
                ranOut,
                Drawings.Averted,
                Drawings.Delayed,
                Drawings.Delayed with { Id = "backend-ports@500" },
                other with { Id = "fin-timeout@500" },
                other with { Id = "reserved-ports@500", Onset = 2, PredictedOnset = 2, Capacity = 1000 }));
    }

    [Fact]
    [Trait("Fault", "A12")]
    public void The_baseline_is_not_counted_among_those_that_something_helps()
    {
        var many = Enumerable.Range(0, 17).Select(number =>
            (number < 12 ? Drawings.Averted : CaseBuilder.Exhausted() with { IsBaseline = false }) with { Id = $"m{number}@500" });
        var run = Drawings.Conclude([CaseBuilder.Exhausted(), .. many]).Summary;

        Assert.Equal("Without a mitigation, failures begin after 4.00 s; with 12 of 17 others, never", RunFinding.Onset(run));
        Assert.StartsWith(
            "Without a mitigation, failures begin after 4.00 s; with 12 of 17 others, never; with m12, m13, m14, m15 and m16, no later",
            RunFinding.Headline(run),
            StringComparison.Ordinal);
    }

    private static string Headline(params CaseBuilder[] cases) => Headline([.. cases.Select(one => one.Build())]);

    private static string Headline(params RecordedCase[] cases)
    {
        var run = RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), cases, [])).Summary;
        Assert.All(run.Cases, row => Assert.True(row.Valid, string.Join("; ", row.InvalidReasons)));
        return RunFinding.Headline(run);
    }
}
