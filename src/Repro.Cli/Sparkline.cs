using Repro.Progress;

namespace Repro.Cli;

/// <summary>
/// The failures of a load over its time as a row of letters: higher for a larger share of the requests, blank for what is to come.
/// </summary>
internal static class Sparkline
{
    private const string Steps = "▁▂▃▄▅▆▇█";
    private const char Predicted = '┊';

    /// <summary>Draws it, with a mark where failures are predicted to begin as long as that lies ahead.</summary>
    /// <param name="state">The case.</param>
    /// <param name="width">Letters, of which each stands for as much of the load: at most <see cref="CaseState.Parts"/>.</param>
    public static string Of(CaseState state, int width)
    {
        var letters = new string(' ', width).ToCharArray();
        if (state.PredictedOnsetSeconds is { } onset && onset < state.DurationSeconds)
        {
            letters[(int)(onset / state.DurationSeconds * width)] = Predicted;
        }

        // Where a letter stands for several parts the worst of them shows.
        foreach (var letter in state.FailedShares.Select((share, part) => (share, At: part * width / CaseState.Parts))
            .GroupBy(item => item.At))
        {
            letters[letter.Key] = Step(letter.Max(item => item.share));
        }

        return new string(letters);
    }

    // One failure is more than none.
    private static char Step(double share) => Steps[(int)Math.Ceiling(Math.Clamp(share, 0, 1) * (Steps.Length - 1))];
}
