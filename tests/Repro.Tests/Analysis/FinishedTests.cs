using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Charts;

namespace Repro.Tests.Analysis;

[Trait("Fault", "B10")]
public sealed class FinishedTests
{
    private static readonly CaseBuilder Job = new() { PredictedOnset = 12 };

    [Fact]
    public void A_load_that_ended_before_the_predicted_onset_and_was_answered_is_finished() =>
        Assert.Equal((true, Verdicts.Finished), Judged(Job.Build()));

    [Fact]
    public void Beside_a_baseline_that_ran_out_it_is_finished_too_and_no_failure_averted()
    {
        var cases = Drawings.Conclude(CaseBuilder.Exhausted(), Job with { Id = "wider-range@500", IsBaseline = false }).Summary.Cases;

        Assert.Equal((Verdicts.Finished, false), (cases[1].Verdict, cases[1].NeverFails));
    }

    [Fact]
    public void One_that_failed_before_its_predicted_onset_is_not() =>
        Assert.Equal((true, Verdicts.Exhausted), Judged((Job with { Onset = 9 }).Build()));

    [Fact]
    public void One_that_was_predicted_never_to_fail_is_carried() =>
        Assert.Equal((true, Verdicts.Carried), Judged(new CaseBuilder().Build()));

    [Fact]
    public void Summary_sentence_and_table_say_when_ports_would_have_run_out_and_whose()
    {
        var recorded = Job.Build();
        var clients =
            recorded with
            {
                File = recorded.File with
                {
                    Hops = [recorded.File.Hops[0] with { OnsetSeconds = 35 }, recorded.File.Hops[1] with { OnsetSeconds = null }],
                },
            };
        var summary = RunAnalysis.Summarize(clients);

        Assert.Equal(("clients→proxy", 35.0), (summary.Hop, summary.Predicted.OnsetSeconds));
        Assert.Equal(
            "every request was answered; at this rate ports of clients→proxy would have run out at 35.00 s, and the load ended at 10 s.",
            Finding.Of(summary));
        Assert.Equal("35.00 s\n(clients→proxy)", Format.PredictedFailure(summary));
        Assert.Equal("none", Format.FirstFailure(summary));
    }

    [Fact]
    public void Of_a_load_that_was_not_sent_in_full_it_is_not_said_that_every_request_was_answered()
    {
        var recorded = Job.Build();
        var late = RunAnalysis.Summarize(
            recorded with { Load = [recorded.Load[0] with { Sent = 48, Ok = 48, Unsent = 2 }, .. recorded.Load.Skip(1)] });

        Assert.Equal(Verdicts.Finished, late.Verdict);
        Assert.StartsWith("no request failed, and 2 were never sent;", Finding.Of(late), StringComparison.Ordinal);
    }

    [Fact]
    public void A_headline_calls_it_neither_never_nor_a_failure() => Assert.Equal(
        "Without a mitigation, failures begin after 4.00 s; with wider-range, not while the load lasts.",
        RunFinding.Headline(Drawings.Conclude(CaseBuilder.Exhausted(), Job with { Id = "wider-range@500", IsBaseline = false }).Summary));

    private static (bool Valid, string Verdict) Judged(RecordedCase recorded)
    {
        var summary = RunAnalysis.Summarize(recorded);
        return (summary.Valid, summary.Verdict);
    }
}
