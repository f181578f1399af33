using System.Globalization;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>A case's result as one sentence, for people who read no documentation.</summary>
public static class Finding
{
    /// <summary>The sentence, without the mitigation's name.</summary>
    public static string Of(CaseSummary summary)
    {
        var measured = summary.Measured;
        if (!summary.Valid)
        {
            return $"says nothing: {string.Join("; ", summary.InvalidReasons)}.";
        }

        if (measured.FirstFailureSeconds is not { } onset)
        {
            return measured.TimeWaitRecycled > 0
                ? Text($"no request failed in {summary.DurationSeconds:0.##} s; ")
                    + Text($"{measured.TimeWaitRecycled:#,0} ports were taken over from TIME_WAIT.")
                : Text($"no request failed in {summary.DurationSeconds:0.##} s.");
        }

        var cause = string.Join(" and ", summary.Errors.Keys);
        return Text($"ran out of ports {onset:0.00} s into the load, after {measured.ConnectionsBeforeFirstFailure:#,0} connections")
            + $" ({summary.ExhaustedHop}: {cause}); clients saw {string.Join(" and ", summary.ClientErrors.Keys)}.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
