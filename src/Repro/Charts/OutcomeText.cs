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
            yield return $"Invalid: {AnswerText.Named(invalid)}.";
        }

        var unexpected = run.Cases.Where(row => row.IsUnexpected).ToList();
        if (unexpected.Count > 0)
        {
            yield return "Otherwise than expected: "
                + string.Join("; ", unexpected.Select(row =>
                    $"{legend.Name(row)} was expected to {Infinitive(row.Expected!)}, and {Past(row)}"))
                + ".";
        }

        if (run.Cases.Any(row => row.Invalid.Any(reason => reason.Id is InvalidReasonId.Starved or InvalidReasonId.StoodStill)))
        {
            yield return $"Run it again on a quieter machine: {ReportText.Command(run)}";
        }
    }

    private static string Infinitive(string verdict) => verdict == Verdicts.NoEffect ? $"have {verdict}" : $"be {verdict}";

    private static string Past(CaseSummary row) => row.Verdict switch
    {
        Verdicts.NoEffect => $"had {row.Verdict}",
        Verdicts.NotCompared => row.FirstFailureSeconds is null ? "no request failed" : "ran out",
        _ => $"was {Format.Verdict(row)}",
    };
}
