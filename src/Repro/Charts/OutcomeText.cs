using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>Which cases came out otherwise than they were to, so that the run exits with another code than 0.</summary>
public static class OutcomeText
{
    /// <summary>
    /// A sentence for the cases that say nothing, one for expectations that failed, and what to do about either; none where all is well.
    /// </summary>
    public static IEnumerable<string> Of(RunSummary run)
    {
        var legend = new Legend(run);
        var invalid = run.Cases.Where(row => !row.Valid).Select(legend.Name).Concat(run.Unreadable.Select(item => item.Id)).ToList();
        if (invalid.Count > 0)
        {
            yield return $"Invalid: {AnswerText.Named(invalid)}."
                + (run.Cases.Any(row => !row.Valid && row.Expectations.Count > 0)
                    ? " What is expected there is neither met nor broken."
                    : "");
        }

        var unexpected = run.Cases.Where(row => row.IsUnexpected).ToList();
        if (unexpected.Count > 0)
        {
            yield return "Otherwise than expected: "
                + string.Join("; ", unexpected.SelectMany(row => row.Unmet.Select(expectation =>
                    $"{legend.Name(row)} was expected to {Expected(expectation)}, and {Found(row, expectation)}{Place(expectation)}")))
                + ".";
        }

        if (run.Cases.Any(row => row.Invalid.Any(reason => reason.Id is InvalidReasonId.Starved or InvalidReasonId.StoodStill)))
        {
            yield return $"Run it again on a quieter machine: {ReportText.Command(run)}";
        }
    }

    /// <summary>What was expected, and what there is, in few words.</summary>
    internal static string Of(JudgedExpectation expectation) =>
        $"{expectation.Figure}: expected {expectation.Expected}, found {expectation.Found}";

    /// <summary>What was expected.</summary>
    internal static string Wanted(JudgedExpectation expectation) =>
        expectation.IsVerdict ? expectation.Expected : $"{expectation.Figure} {expectation.Expected}";

    private static string Expected(JudgedExpectation expectation) => expectation.IsVerdict
        ? Infinitive(expectation.Expected)
        : $"have {expectation.Figure} {expectation.Expected}";

    private static string Found(CaseSummary row, JudgedExpectation expectation) => expectation.IsVerdict
        ? Past(row)
        : expectation.Measured is null ? expectation.Found : $"had {expectation.Found}";

    private static string Place(JudgedExpectation expectation) => expectation.Place is { } place ? $" ({place})" : "";

    private static string Infinitive(string verdict) => verdict switch
    {
        Verdicts.NoEffect => $"have {verdict}",
        Verdicts.Kept => "keep its services' ports",
        Verdicts.Taken => "have its services' ports taken",
        _ => $"be {verdict}",
    };

    private static string Past(CaseSummary row) => row.Verdict switch
    {
        Verdicts.NoEffect => $"had {row.Verdict}",
        Verdicts.Kept => "kept them",
        Verdicts.Taken => "had them taken",
        Verdicts.NotCompared => row.FirstFailureSeconds is null ? "no request failed" : "ran out",
        _ => $"was {Format.Verdict(row)}",
    };
}
