using System.Globalization;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The two readings of the article's number in words.</summary>
public static class ArticleText
{
    /// <summary>What the number is, and what this run showed of it.</summary>
    public static string Of(ArticleReading article) =>
        Text($"The article's \"about 230 requests/s\" towards one upstream is {article.PortsPerUpstream:#,0} ports held for 120 s: ")
        + Reading("with FIN_WAIT_2 and TIME_WAIT, where the peer's FIN comes late, ", article.Held120)
        + " " + Reading("With TIME_WAIT alone, where the FIN is prompt, ", article.Held60)
        + " So the article's number is the first of the two, and half of what a port in TIME_WAIT alone allows.";

    private static string Reading(string beginning, Reading reading)
    {
        var seen = (reading.CarriedPerSecond, reading.FailedPerSecond) switch
        {
            ({ } carried, { } failed) => Text($" (here {Format.Rate(carried)} was carried, and {Format.Rate(failed)} ran out)"),
            ({ } carried, null) => Text($" (here {Format.Rate(carried)} was carried)"),
            (null, { } failed) => Text($" (here {Format.Rate(failed)} ran out)"),
            _ => " (not measured here)",
        };
        return beginning
            + Text($"each is held for {Format.Seconds(reading.HoldSeconds)}, and the threshold is ")
            + $"{Format.Threshold(reading.ThresholdPerSecond)}{seen}.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
