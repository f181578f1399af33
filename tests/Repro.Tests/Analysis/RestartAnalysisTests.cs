using Repro.Analysis;
using Repro.Model;
using Repro.Physics;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

/// <summary>A case with ten services that were restarted a hundred times, and of which some found their port taken.</summary>
public sealed class RestartAnalysisTests
{
    private static readonly RestartFacts Predicted = new(10, 10, 100, 0.1, 0.05, 0.2);

    [Fact]
    public void Restarts_that_found_their_port_taken_are_a_share_of_all_beside_the_predicted_one()
    {
        var summary = Summarize(taken: 12);

        Assert.True(summary.Valid, string.Join("; ", summary.InvalidReasons));
        Assert.Equal(new RestartSummary(10, 10, 100, 12, 0.12, 10, 0.1, 0.05, 0.2, true), summary.Restarts);
        Assert.Contains(summary.Proofs, proof => proof is { Id: "services-restarted", Acted: true });
    }

    [Theory]
    [InlineData(0, "kept")]
    [InlineData(1, "taken")]
    [InlineData(100, "taken")]
    public void The_verdict_is_about_the_services(int taken, string verdict) => Assert.Equal(verdict, Summarize(taken).Verdict);

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void A_share_is_as_predicted_within_the_least_and_the_most(int taken, bool asPredicted) =>
        Assert.Equal(asPredicted, Summarize(taken).Restarts!.AsPredicted);

    // The one that did not come to be may have been the fifth.
    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(20, true)]
    public void Restarts_that_did_not_come_to_be_are_held_against_no_prediction(int taken, bool asPredicted) =>
        Assert.Equal(asPredicted, CaseAnalysis.Summarize(Recorded(Lines(99, taken))).Restarts!.AsPredicted);

    [Fact]
    public void An_expectation_of_the_other_verdict_fails()
    {
        Assert.True(IsUnexpected("kept"));
        Assert.False(IsUnexpected("taken"));

        static bool IsUnexpected(string expected)
        {
            var recorded = Recorded(Lines(100, 3));
            var run = new RecordedRun(
                TemporaryRun.File("none@500"), [recorded with { File = recorded.File with { Expected = expected } }], []);
            return RunAnalysis.Analyze(run).Summary.Cases[0].IsUnexpected;
        }
    }

    [Fact]
    public void Too_few_restarts_are_no_measurement() => Assert.Equal(
        [InvalidReasonId.Starved], Reasons(Lines(98, 0)));

    [Theory]
    [InlineData(0.4, true)]
    [InlineData(2, false)]
    public void A_host_may_stand_still_for_less_than_services_take_from_one_restart_to_the_next(double seconds, bool isValid)
    {
        var recorded = Recorded(Lines(100, 0));
        var summary = CaseAnalysis.Summarize(recorded with
        {
            Sockets = [.. recorded.Sockets.Where(line => line.Host != "backend-1" || line.T < 3 || line.T > 3 + seconds)],
        });

        Assert.Equal(isValid, summary.Invalid.All(reason => reason.Id != InvalidReasonId.StoodStill));
    }

    [Fact]
    public void An_error_that_says_nothing_about_ports_in_use_is_no_measurement() => Assert.Equal(
        [InvalidReasonId.FailedOtherwise], Reasons([.. Lines(99, 0), new RestartLine("proxy", 9.9, 40000, "EACCES")]));

    [Fact]
    public void A_reserved_port_that_was_taken_all_the_same_is_a_knob_that_did_not_act()
    {
        var reserved = CaseBuilder.With(("net.ipv4.ip_local_reserved_ports", "40000-40009"));

        Assert.Equal([InvalidReasonId.KnobDidNotAct], Reasons(Lines(100, 1), reserved));
        Assert.Empty(Reasons(Lines(100, 0), reserved));
    }

    [Fact]
    public void Without_services_there_are_no_restarts() =>
        Assert.Null(CaseAnalysis.Summarize(CaseBuilder.Exhausted().Build()).Restarts);

    private static CaseSummary Summarize(int taken) => CaseAnalysis.Judge(CaseAnalysis.Summarize(Recorded(Lines(100, taken))), null);

    private static IEnumerable<InvalidReasonId> Reasons(IReadOnlyList<RestartLine> lines, Conditions? conditions = null) =>
        CaseAnalysis.Summarize(Recorded(lines, conditions)).Invalid.Select(reason => reason.Id);

    private static IReadOnlyList<RestartLine> Lines(int count, int taken) =>
    [
        .. Enumerable.Range(0, count).Select(number =>
            new RestartLine("proxy", 0.1 + (number / 10.0), 40000 + (number % 10), number < taken ? "EADDRINUSE" : null)),
    ];

    private static RecordedCase Recorded(IReadOnlyList<RestartLine> lines, Conditions? conditions = null)
    {
        var recorded = (new CaseBuilder { Rate = 100 }).Build();
        return recorded with
        {
            File = recorded.File with
            {
                Restarts = Predicted,
                Conditions = ScenarioFile.ToJson((conditions ?? CaseBuilder.With()) with
                {
                    Services = new Services { Ports = [new PortRange(40000, 40009)] },
                }),
            },
            Restarts = lines,
        };
    }
}
