using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What is known of a load that a program of the user's sends, and what is not.</summary>
internal static class OwnLoad
{
    // Of the load's length: a program with a time limit of its own is not exact about it.
    private const double EndsEarly = 0.95;

    // Of the rate that was planned, so that a first failure comes at another moment than planned.
    private const double SameRate = 0.05;

    /// <summary>
    /// The lines that tell what became of requests: the clients' or, where those are programs that nobody can ask, the proxy's. Without
    /// one each connection stands for an answered request.
    /// </summary>
    public static IReadOnlyList<TrafficLine> Answers(RecordedCase recorded) =>
        IsOne(recorded) && recorded.File.HasProxy ? recorded.Proxy : recorded.Load;

    /// <summary>How many requests failed; null where nobody knows.</summary>
    public static long? Failed(RecordedCase recorded) => IsOne(recorded) && (!recorded.File.HasProxy
        || HasRunOut(recorded, FirstFailure.AllTaken) || HasRunOut(recorded, FirstFailure.SaidSo))
        ? null
        : Answers(recorded).Sum(line => line.Failed?.Values.Sum() ?? 0);

    /// <summary>Whether the load is a program's.</summary>
    public static bool IsOne(RecordedCase recorded) => CaseConditions.Of(recorded.File).Load.Command is not null;

    /// <summary>Why it says nothing that it ended; empty where it lasted, or ended as its ports had run out.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="firstFailure">Its first failure, in seconds since the load started; null for none.</param>
    public static IEnumerable<InvalidReason> Ended(RecordedCase recorded, double? firstFailure)
    {
        // Both are moments of the same look, each rounded in its way.
        var early = Early(recorded).Where(command => firstFailure is null || command.Seconds + recorded.File.BinSeconds < firstFailure);
        foreach (var command in early)
        {
            yield return new InvalidReason(InvalidReasonId.LoadEnded, $"{Text(command)}, before its time and before any port was missing");
        }

        if (IsOne(recorded) && firstFailure is null && recorded.Load.Sum(line => line.Connects) == 0)
        {
            yield return new InvalidReason(
                InvalidReasonId.LoadEnded, $"{CaseConditions.Of(recorded.File).Load.Command!.Name} opened no connection");
        }
    }

    /// <summary>What has to be known of it beside the figures.</summary>
    public static IEnumerable<string> Remarks(RecordedCase recorded, MeasuredFigures measured)
    {
        if (!IsOne(recorded))
        {
            yield break;
        }

        var file = recorded.File;
        var program = CaseConditions.Of(file).Load.Command!.Name;
        yield return $"{program} sent the load, and can't be asked: its latency and its failures by cause are not known"
            + (file.HasProxy ? "" : ", and what counts as answered is a connection that the kernel opened for it")
            + (HasRunOut(recorded, FirstFailure.AllTaken)
                ? "; that it ran out is told by the kernel, as all of its ports were taken and it opened no connection any more" : "")
            + (HasRunOut(recorded, FirstFailure.SaidSo) ? "; that it ran out is what it said itself when it ended" : "");
        // Whole bins: all that is opened in one of them counts.
        var bins = Math.Max(1, Math.Ceiling((measured.FirstFailureSeconds ?? file.DurationSeconds) / file.BinSeconds));
        var seconds = bins * file.BinSeconds;
        var rate = recorded.Load.Where(line => line.T + (file.BinSeconds / 2) < seconds).Sum(line => line.Connects) / seconds;
        if (Math.Abs((rate / file.OfferedPerSecond) - 1) > SameRate)
        {
            yield return FormattableString.Invariant($"{program} opened {rate:#,0} connections/s")
                + $"{(measured.FirstFailureSeconds is null ? "" : " until ports ran out")}, and what is predicted is for "
                + FormattableString.Invariant($"{file.OfferedPerSecond:#,0.##}/s (load.rate)");
        }

        foreach (var command in Early(recorded))
        {
            yield return Text(command);
        }
    }

    private static bool HasRunOut(RecordedCase recorded, string outcome) =>
        recorded.Load.Any(line => line.First?.Any(failure => failure.Outcome == outcome) == true);

    private static IEnumerable<CommandFacts> Early(RecordedCase recorded) =>
        (recorded.End?.Commands ?? []).Where(command => command.Seconds < recorded.File.DurationSeconds * EndsEarly);

    private static string Text(CommandFacts command) =>
        FormattableString.Invariant($"{command.Program} of {command.Host} ended {command.Seconds:0.00} s into the load")
        + (command.ExitCode is { } code ? $" with exit code {code}" : "")
        + (command.Said.Count > 0 ? $" ({string.Join(" ", command.Said)})" : " without a word");
}
