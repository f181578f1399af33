using System.Globalization;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>What restarts of services met, in words.</summary>
public static class RestartText
{
    // What a title can hold.
    private const int MostNames = 5;

    /// <summary>A share of restarts; of a small one the tenths are told.</summary>
    internal static string Share(double share) => share switch
    {
        0 => "0 %",
        < 0.0005 => "below 0.1 %",
        < 0.1 => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %"),
        _ => Format.Percent(share),
    };

    /// <summary>The share as predicted, from the least to the most.</summary>
    internal static string Predicted(RestartSummary restarts) => Between(restarts.LeastPredictedShare, restarts.MostPredictedShare);

    /// <summary>What a plan says of the restarts of a case.</summary>
    public static string Forecast(int services, int inRange, long restarts, double? leastShare, double? mostShare) =>
        $"{Noun.Counted(restarts, "restart")} of {Noun.Counted(services, "service")}, {Format.Count(inRange)} of them on ports of the "
        + $"range: {(leastShare is null ? "too much is sent to tell how many" : Between(leastShare, mostShare))} find their port taken.";

    /// <summary>What was measured, of one case.</summary>
    internal static string Measured(RestartSummary restarts) => restarts.Taken is 0
        ? $"none of {Noun.Counted(restarts.Count ?? 0, "restart")} found its port taken"
        : $"{Format.Count(restarts.Taken ?? 0)} of {Noun.Counted(restarts.Count ?? 0, "restart")} found their port taken, "
            + $"{Share(restarts.TakenShare ?? 0)} ({Predicted(restarts)} predicted)";

    /// <summary>Which share of restarts found their port taken, case by case.</summary>
    internal static string Answer(RunSummary run)
    {
        var rows = run.Cases.Where(row => row is { HasFigures: true, Restarts.Taken: not null }).ToList();
        var several = rows.Count(row => row.IsBaseline) > 1;
        var taken = rows.Where(row => row.Restarts!.Taken > 0)
            .Select(row => $"{With(row)}, {Share(row.Restarts!.TakenShare ?? 0)}")
            .ToList();
        var kept = rows.Where(row => row.Restarts!.Taken == 0).Select(With).ToList();
        return taken.Count == 0
            ? "No service finds its port taken when it is restarted"
            : taken.Count + kept.Count > MostNames
            ? $"Restarts find their port taken by a connection in {taken.Count} of {taken.Count + kept.Count} cases, and in "
                + $"{kept.Count} none does"
            : Capital($"{AnswerText.Named(taken)} of restarts find their port taken by a connection"
                + (kept.Count > 0 ? $"; {AnswerText.Named(kept)} none does" : ""));

        string With(CaseSummary row) => row.IsBaseline && !several ? "without a mitigation" : $"with {row.Label}";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Between(double? least, double? most) =>
        least is not { } from || most is not { } to ? "not known"
        : Share(from) == Share(to) ? Share(from)
        : $"{Share(from).Replace(" %", "", StringComparison.Ordinal)}–{Share(to)}";
}
