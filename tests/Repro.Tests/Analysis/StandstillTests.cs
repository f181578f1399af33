using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;

namespace Repro.Tests.Analysis;

[Trait("Fault", "A1")]
public sealed class StandstillTests
{
    [Theory]
    [InlineData("client-1")]
    [InlineData("proxy")]
    [InlineData("backend-1")]
    public void A_host_that_stood_still_makes_a_case_invalid_and_is_named(string host)
    {
        var stopped = Stopped(CaseBuilder.Exhausted() with { Duration = 22 }, host, 2.65, 4.55);

        Assert.Equal(
            [$"{host} stood still for up to 2.00 s, from 2.60 s into the load: the first failure, at 4.00 s, may have moved by as much"],
            Reasons(stopped));
    }

    [Fact]
    public void Hosts_that_stood_still_are_one_reason_which_names_them_all() => Assert.Equal(
        ["client-1, proxy stood still for up to 2.00 s, from 1.50 s into the load on: the first failure, at 4.00 s, may have moved by as "
            + "much"],
        Reasons(Stopped(Stopped(CaseBuilder.Exhausted() with { Duration = 22 }, "proxy", 2.65, 4.55), "client-1", 1.55, 2.45)));

    [Fact]
    public void Where_nothing_failed_a_failure_may_have_been_missed() => Assert.Equal(
        ["proxy stood still for up to 0.60 s, from 2.60 s into the load: a first failure may have moved by as much"],
        Reasons(Stopped(new CaseBuilder { Duration = 22 }, "proxy", 2.65, 3.15)));

    [Fact]
    public void What_is_less_than_one_percent_of_a_load_without_a_failure_is_harmless() =>
        Assert.Empty(Reasons(Stopped(new CaseBuilder { Duration = 100 }, "proxy", 2.65, 3.45)));

    [Fact]
    public void One_percent_is_of_the_predicted_first_failure_where_that_should_have_come_before_the_loads_end() =>
        Assert.Single(Reasons(Stopped(new CaseBuilder { Duration = 100, PredictedOnset = 40 }, "proxy", 2.65, 3.45)));

    [Fact]
    public void A_standstill_after_the_first_failure_has_moved_nothing() =>
        Assert.Empty(Reasons(Stopped(CaseBuilder.Exhausted() with { Duration = 22 }, "proxy", 4.05, 5.95)));

    [Fact]
    [Trait("Fault", "D8")]
    public void A_standstill_after_the_first_failure_is_told_with_what_it_cost()
    {
        var summary = RunAnalysis.Summarize(Stopped(CaseBuilder.Exhausted() with { Duration = 22 }, "proxy", 5.05, 6.95));

        Assert.Equal(
            ["proxy stood still for up to 2.00 s, from 5.00 s into the load, after the first failure: the answers of the whole load are "
                + "fewer by it"],
            summary.Remarks);
        Assert.EndsWith(
            " Note: proxy stood still for up to 2.00 s, from 5.00 s into the load, after the first failure: the answers of the whole load "
                + "are fewer by it.", Finding.Of(summary), StringComparison.Ordinal);
        Assert.Empty(RunAnalysis.Summarize((CaseBuilder.Exhausted() with { Duration = 22 }).Build()).Remarks);
    }

    [Fact]
    public void A_host_that_was_silent_at_the_end_of_a_load_stood_still() => Assert.Equal(
        ["backend-1 stood still for up to 1.00 s, from 21.00 s into the load: a first failure may have moved by as much"],
        Reasons(Stopped(new CaseBuilder { Duration = 22 }, "backend-1", 21.05, 99)));

    [Theory]
    [InlineData(3.9, true)]
    [InlineData(3.0, false)]
    public void Requests_that_were_held_up_together_and_not_caught_up_on_make_a_case_invalid_whoever_did_it(double when, bool counts)
    {
        // 200 ms without an answer, and then the hundred requests that have become due since.
        var recorded = CaseBuilder.Exhausted().Build();
        Bucket[] waits = [.. Enumerable.Range(0, 100).Select(number => new Bucket(number * 2_000_000L, 1))];
        var reasons = Reasons(
            recorded with
            {
                Load = [.. recorded.Load.Select(line => Math.Abs(line.T - when) < 0.01 ? line with { Latency = waits } : line)],
            });

        Assert.Equal(
            counts
                ? ["requests were held up for 0.20 s, around 3.9 s into the load, and no host's samples say where: "
                    + "the first failure, at 4.00 s, may have moved by as much"]
                : [],
            reasons);
    }

    [Fact]
    public void A_proxy_that_took_nothing_while_clients_connected_stood_still()
    {
        var recorded = CaseBuilder.Exhausted().Build();

        Assert.Equal(
            ["proxy stood still for up to 0.40 s, from 2.50 s into the load: the first failure, at 4.00 s, may have moved by as much"],
            Reasons(
                recorded with
                {
                    Proxy = [.. recorded.Proxy.Select(line => line.T switch
                    {
                        > 2.45 and < 2.85 => line with { Sent = 0 },
                        < 3.25 and > 2.85 => line with { Sent = 100 },
                        _ => line,
                    })],
                }));
    }

    [Theory]
    [InlineData(31, 1940, 31)]
    [InlineData(500, 500, 500)]
    public void The_jitter_is_as_long_as_everything_stood_still(int stall, double rate, double jitter)
    {
        var waits = Enumerable.Range(0, (int)(stall * rate / 1000)).Select(number => new Bucket((long)(number / rate * 1e9), 1));

        Assert.Equal(jitter, Held(rate, [.. waits]).Seconds * 1000, jitter * 0.05);
    }

    [Fact]
    public void A_single_request_that_waits_is_no_jitter() =>
        Assert.Equal(0.004, Held(500, [new Bucket(1_000_000_000, 1)]).Seconds, 0.0001);

    [Fact]
    public void What_a_backend_takes_to_answer_is_no_jitter()
    {
        var slow = new CaseBuilder { Conditions = new() { Backends = new() { Delay = TimeSpan.FromSeconds(1) } } }.Build();

        Assert.Equal(0, Jitter.Before(slow, 10).Seconds);
    }

    private static Jitter Held(double rate, IReadOnlyList<Bucket> waits)
    {
        var recorded = new CaseBuilder { Conditions = new() { Load = new() { Rate = new(rate) } } }.Build();
        return Jitter.Before(recorded with { Load = [new TrafficLine { Host = "client-1", T = 3, Latency = waits }] }, 10);
    }

    private static RecordedCase Stopped(CaseBuilder builder, string host, double from, double to) =>
        Stopped(builder.Build(), host, from, to);

    private static RecordedCase Stopped(RecordedCase recorded, string host, double from, double to)
    {
        return recorded with { Sockets = [.. recorded.Sockets.Where(line => line.Host != host || line.T < from || line.T > to)] };
    }

    private static IReadOnlyList<string> Reasons(RecordedCase recorded) => CaseAnalysis.Summarize(recorded).InvalidReasons;
}
