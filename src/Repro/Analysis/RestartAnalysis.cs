using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>What became of the services of a case.</summary>
internal static class RestartAnalysis
{
    /// <summary>What their restarts met; null where there are none.</summary>
    public static RestartSummary? Of(RecordedCase recorded)
    {
        if (recorded.File.Restarts is not { } planned)
        {
            return null;
        }

        var predicted = new RestartSummary(
            planned.Services, planned.InRange, null, null, null, null, Rounded(planned.TakenShare), Rounded(planned.LeastTakenShare),
            Rounded(planned.MostTakenShare), null);
        if (recorded.File.PredictedOnly is not null)
        {
            return predicted;
        }

        var restarts = recorded.Restarts;
        var taken = restarts.Where(restart => restart.IsTaken).ToList();
        var share = restarts.Count == 0 ? 0 : (double)taken.Count / restarts.Count;
        return predicted with
        {
            Count = restarts.Count,
            Taken = taken.Count,
            TakenShare = Rounded(share),
            ServicesWithout = taken.Select(restart => (restart.Host, restart.Port)).Distinct().Count(),
            AsPredicted = planned is { LeastTakenShare: { } least, MostTakenShare: { } most }
                // Restarts that did not come to be may have been taken, or not.
                ? taken.Count + Math.Max(0, planned.Count - restarts.Count) >= Math.Round(least * planned.Count)
                    && taken.Count <= Math.Round(most * planned.Count)
                : null,
        };
    }

    /// <summary>The verdict of a case that has services, which is about them; null for any other.</summary>
    public static string? Verdict(RestartSummary? restarts) => restarts?.Taken switch
    {
        null => null,
        0 => Verdicts.Kept,
        _ => Verdicts.Taken,
    };

    /// <summary>Why its restarts say nothing.</summary>
    public static IEnumerable<InvalidReason> Reasons(RecordedCase recorded)
    {
        if (recorded.File.Restarts is not { } planned)
        {
            yield break;
        }

        var restarts = recorded.Restarts;
        if (restarts.Count < planned.Count * ValidityCheck.LeastShareDone)
        {
            yield return new InvalidReason(
                InvalidReasonId.Starved,
                $"{restarts.Count} of {Noun.Counted(planned.Count, "restart")} of services came to be: the machine was too busy");
        }

        foreach (var error in restarts.Where(restart => restart is { Error: not null, IsTaken: false }).GroupBy(restart => restart.Error))
        {
            yield return new InvalidReason(
                InvalidReasonId.FailedOtherwise,
                $"{Noun.Counted(error.Count(), "restart")} of services failed with {error.Key}, which says nothing about ports in use");
        }
    }

    private static double Rounded(double share) => Math.Round(share, 4);

    private static double? Rounded(double? share) => share is { } value ? Rounded(value) : null;
}
