using Repro.Analysis;
using Repro.Charts;
using Repro.Model;
using Repro.Physics;
using Repro.Recording;

namespace Repro.Tests.Analysis;

/// <summary>Recorded cases in the course of which something was changed.</summary>
public sealed class StepsTests
{
    private const string Reuse = Sysctls.TcpTwReuseKey;
    private const string Refused = "connect/ECONNREFUSED";

    private static readonly StepFacts Set = new("proxy", 6, 6.001, [new SysctlFacts(Reuse, "1", "1")], null);

    private static readonly CaseBuilder Changed = CaseBuilder.Exhausted() with
    {
        Conditions = CaseBuilder.With((Reuse, "2")) with
        {
            Steps = new StepList([new Step { At = TimeSpan.FromSeconds(6), Proxy = Sysctls.None.With(Reuse, "1") }]),
        },
        End = new CaseEnd([], 0) { Steps = [Set] },
    };

    private static readonly CaseBuilder Down = new()
    {
        Onset = 4,
        Failure = Refused,
        Conditions = new Conditions
        {
            Steps = new StepList([new Step { At = TimeSpan.FromSeconds(3.9), State = BackendState.Down }]),
            Backends = new Backends { Count = 1 },
        },
        End = new CaseEnd([], 0) { Steps = [new StepFacts("backend-1", 3.9, 3.95, [], null)] },
    };

    [Fact]
    public void A_step_that_was_done_is_proven_and_told_with_when_ports_were_missing()
    {
        var summary = CaseAnalysis.Summarize(Changed.Build());

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Contains(summary.Proofs, proof => proof is { Id: "step-at-6s-proxy", Acted: true });
        Assert.Equal([new FailingSpan(4, null)], summary.Measured!.Failing);
        Assert.Equal([new StepSummary(6, 6.001, "proxy: tcp_tw_reuse 1", 2000)], summary.Steps);
        Assert.Contains(
            "6.00 s: proxy: tcp_tw_reuse 1. Ports were missing from 4.00 s to the end; predicted: at no moment.", Finding.Of(summary),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_steps_nothing_is_said_of_them()
    {
        var summary = CaseAnalysis.Summarize(CaseBuilder.Exhausted().Build());

        Assert.Null(summary.Steps);
        Assert.Null(summary.Measured!.Failing);
        Assert.DoesNotContain("missing", Finding.Of(summary), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Undone => new()
    {
        { "none", "at 6 s 0 of 1 proxy did their step" },
        { "other", "at 6 s net.ipv4.tcp_tw_reuse of the proxy reads 2, not 1" },
        { "late", "at 6 s the proxy did their step 0.50 s late" },
        { "failed", "at 6 s it could not be set" },
    };

    [Theory]
    [MemberData(nameof(Undone))]
    public void One_that_was_not_makes_the_case_invalid(string how, string why)
    {
        StepFacts[] facts = how switch
        {
            "none" => [],
            "other" => [Set with { Sysctls = [new SysctlFacts(Reuse, "1", "2")] }],
            "late" => [Set with { DoneAt = 6.5 }],
            _ => [Set with { Problem = "it could not be set" }],
        };
        var summary = CaseAnalysis.Summarize((Changed with { End = new CaseEnd([], 0) { Steps = facts } }).Build());

        Assert.Equal([InvalidReasonId.KnobDidNotAct], summary.Invalid.Select(reason => reason.Id));
        Assert.Contains(why, summary.Invalid[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_while_backends_are_down_as_asked_is_no_want_of_a_port_and_no_reason_against_the_case()
    {
        var summary = CaseAnalysis.Judge(CaseAnalysis.Summarize(Down.Build()), null);

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Null(summary.Measured!.FirstFailureSeconds);
        Assert.Equal("carried", summary.Verdict);
        Assert.Contains("ports did not run out", Finding.Of(summary), StringComparison.Ordinal);
        Assert.Contains($"failed while the backends were down: {Refused}", Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_so_before_or_after_is()
    {
        var late = Down with
        {
            Conditions = Down.Conditions with
            {
                Steps = new StepList(
                [
                    .. Down.Conditions.Steps.All, new Step { At = TimeSpan.FromSeconds(6), State = BackendState.Up },
                ]),
            },
            End = new CaseEnd([], 0)
            {
                Steps = [.. Down.End!.Steps!, new StepFacts("backend-1", 6, 6.001, [], null)],
            },
        };

        Assert.Contains(
            InvalidReasonId.FailedOtherwise, CaseAnalysis.Summarize(late.Build()).Invalid.Select(reason => reason.Id));
    }
}
