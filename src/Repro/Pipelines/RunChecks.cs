using Repro.Analysis;
using Repro.Charts;

namespace Repro.Pipelines;

/// <summary>What a scenario expects of a run, as checks.</summary>
internal static class RunChecks
{
    /// <summary>A check for each expectation, and one for each case that says nothing, or was not run.</summary>
    public static CheckList Of(RunSummary run) => new(
        run.Scenario,
        run.Started,
        RunFinding.Headline(run),
        [
            .. run.Cases.SelectMany(Of),
            .. run.Unreadable.Select(item => new Check(item.Id, "valid", CheckOutcome.Error, item.Reason)),
            .. run.NotBegun.Select(id => new Check(id, "run", CheckOutcome.Skipped, "the run was cut off before it")),
        ]);

    private static IEnumerable<Check> Of(CaseSummary row)
    {
        if (!row.Valid)
        {
            yield return new Check(row.Id, "valid", CheckOutcome.Error, string.Join("; ", row.InvalidReasons))
            {
                Seconds = row.DurationSeconds,
            };
        }

        foreach (var expectation in row.Expectations)
        {
            yield return Of(row, expectation);
        }
    }

    private static Check Of(CaseSummary row, JudgedExpectation expectation)
    {
        var outcome = expectation.Outcome switch
        {
            ExpectationOutcome.Met => CheckOutcome.Passed,
            ExpectationOutcome.Skipped => CheckOutcome.Skipped,
            ExpectationOutcome.NotJudged => CheckOutcome.Error,
            _ => CheckOutcome.Failed,
        };
        return new Check(row.Id, $"{expectation.Figure} {expectation.Expected}", outcome, outcome switch
        {
            CheckOutcome.Passed => null,
            CheckOutcome.Failed => OutcomeText.Of(expectation),
            _ => expectation.Reason,
        })
        {
            Seconds = row.DurationSeconds,
            File = expectation.File,
            Line = expectation.Line,
            Column = expectation.Column,
        };
    }
}
