using Repro.Analysis;

namespace Repro.Cli;

/// <summary>The program's exit codes.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int ExpectationFailed = 1;
    public const int BadInput = 2;
    public const int NoLab = 3;
    public const int InvalidCase = 4;
    public const int Bug = 70;
    public const int Interrupted = 130;

    /// <summary>What each says, below the help of a verb.</summary>
    public static string Help => FormattableString.Invariant($"""
        Exit codes:
          {Ok,-4} valid and as expected
          {ExpectationFailed,-4} an expectation of the scenario failed, or a figure went beyond the tolerance
          {BadInput,-4} bad input, or an output that can't be written
          {NoLab,-4} no lab can be had
          {InvalidCase,-4} a case was invalid
          {Bug,-4} a bug of this program
          {Interrupted,-4} interrupted

        """);

    /// <summary>What the conclusions of runs are as an exit code.</summary>
    public static int Of(params IReadOnlyList<RunSummary> runs) =>
        runs.Any(IsInvalid) ? InvalidCase
        : runs.Any(run => run.Cases.Any(row => row.IsUnexpected)) ? ExpectationFailed
        : Ok;

    /// <summary>What a comparison with a tolerance is as an exit code; what the scenario expects of the runs is another matter.</summary>
    public static int Of(RunDiff diff) =>
        diff.Summaries.Any(IsInvalid) ? InvalidCase
        : diff.Holds ? Ok
        : ExpectationFailed;

    private static bool IsInvalid(RunSummary run) =>
        run.NotBegun.Count > 0 || run.Unreadable.Count > 0 || run.Undrawn.Count > 0 || run.Cases.Any(row => !row.Valid);
}
