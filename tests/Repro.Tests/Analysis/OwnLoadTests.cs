using Repro.Analysis;
using Repro.Charts;
using Repro.Model;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

/// <summary>A load that a program of the user's sent, of which the kernel alone tells.</summary>
public sealed class OwnLoadTests
{
    private static readonly CommandLine Wrk = new(["/usr/bin/wrk", "{target}"]);

    [Fact]
    public void That_ports_ran_out_is_known_and_how_many_requests_failed_is_not()
    {
        var summary = CaseAnalysis.Judge(CaseAnalysis.Summarize(Direct()), null);

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Equal(("exhausted", "client-1→backend-1", true), (summary.Verdict, summary.ExhaustedHop, summary.RanOut));
        Assert.Equal((4.0, 2000L), (summary.Measured!.FirstFailureSeconds, summary.Measured.ConnectionsBeforeFirstFailure));
        Assert.Equal((null, null, 2000L), (summary.Measured.Failed, summary.Measured.FailedPerSecond, summary.Measured.Ok));
        Assert.Null(summary.Measured.RequestLatencyMicroseconds);
        Assert.Empty(summary.Errors);
        Assert.StartsWith(
            "ran out of ports 4.00 s into the load, after 2,000 connections (client-1→backend-1). ",
            Finding.Of(summary),
            StringComparison.Ordinal);
        Assert.Contains("its latency and its failures by cause are not known", Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_proxy_that_knows_it_says_what_became_of_requests()
    {
        var recorded = (CaseBuilder.Exhausted() with { Conditions = new Conditions { Load = new Load { Command = Wrk } } }).Build();
        var summary = CaseAnalysis.Judge(
            CaseAnalysis.Summarize(recorded with
            {
                Load = [.. recorded.Load.Select(line => line with { Failed = null, First = null })],
            }),
            null);

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Equal(("exhausted", 2000L, 3000L), (summary.Verdict, summary.Measured!.Ok, summary.Measured.Failed));
        Assert.Equal([CaseBuilder.NoPort], summary.Errors.Keys);
    }

    [Fact]
    public void One_that_ended_before_any_port_was_missing_says_nothing_but_that()
    {
        var reason = Assert.Single(CaseAnalysis.Summarize(Ended(3.5)).Invalid);

        Assert.Equal(
            (InvalidReasonId.LoadEnded,
                "wrk of client-1 ended 3.50 s into the load with exit code 99 (what it said), before its time and before any port was "
                + "missing"),
            (reason.Id, reason.Text));
    }

    [Fact]
    public void One_that_opened_no_connection_averted_nothing()
    {
        var recorded = Direct();
        var idle = recorded with { Load = [.. recorded.Load.Select(line => line with { Connects = 0, First = null })] };

        Assert.Contains(
            (InvalidReasonId.LoadEnded, "wrk opened no connection"),
            CaseAnalysis.Summarize(idle).Invalid.Select(reason => (reason.Id, reason.Text)));
    }

    [Fact]
    public void One_that_ended_for_want_of_ports_is_told_of()
    {
        var summary = CaseAnalysis.Summarize(Ended(4.2));

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Contains("wrk of client-1 ended 4.20 s into the load with exit code 99 (what it said)", summary.Remarks);
    }

    [Fact]
    public void One_that_keeps_another_rate_than_planned_is_told_of_and_is_no_machine_that_was_too_busy()
    {
        var recorded = Direct();
        var summary = CaseAnalysis.Summarize(recorded with
        {
            File = recorded.File with { OfferedPerSecond = 5000, Requests = 50_000 },
        });

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Contains(
            "wrk opened 500 connections/s until ports ran out, and what is predicted is for 5,000/s (load.rate)", summary.Remarks);
    }

    [Theory]
    [InlineData(FirstFailure.AllTaken, "as all of its ports were taken and it opened no connection any more")]
    [InlineData(FirstFailure.SaidSo, "that it ran out is what it said itself when it ended")]
    public void How_it_is_known_that_ports_ran_out_is_said(string outcome, string how)
    {
        var summary = CaseAnalysis.Summarize(Direct(outcome));

        Assert.True(summary.RanOut);
        Assert.EndsWith(how, Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    private static RecordedCase Ended(double seconds) => Direct() with
    {
        End = new CaseEnd([], 0) { Commands = [new CommandFacts("client-1", "wrk", 99, seconds, ["what it said"])] },
    };

    private static RecordedCase Direct(string outcome = FirstFailure.AllTaken)
    {
        var recorded = DirectShapeTests.Exhausted();
        var (conditions, _) = ScenarioFile.ReadConditions(recorded.File.Conditions);
        return recorded with
        {
            File = recorded.File with
            {
                Hops = [recorded.File.Hops[0] with { PortsPerTuple = 1000, Tuples = 2 }],
                Conditions = ScenarioFile.ToJson(conditions with { Load = conditions.Load with { Command = Wrk } }),
            },
            // Each client is told one address.
            Sockets =
            [
                .. recorded.Sockets.Select(line => line.Tuples is null ? line : line with
                {
                    Tuples = [line.Tuples[0] with { Ports = line.TimeWait, TimeWait = line.TimeWait }],
                }),
            ],
            Load =
            [
                .. recorded.Load.Select(line => line with
                {
                    Sent = line.Connects,
                    Failed = null,
                    Latency = null,
                    ConnectLatency = null,
                    First = line.First is null ? null
                        : [.. line.First.Select(failure => failure with { Outcome = outcome })],
                }),
            ],
        };
    }
}
