using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>
/// A run of a scenario that was repeated where the machine disturbed a case: such a case has said nothing, for or against the program.
/// </summary>
/// <param name="ExitCode">Of the last run, as all that follows.</param>
/// <param name="Directory">Its directory.</param>
/// <param name="Summary">What it printed.</param>
/// <param name="Errors">What it printed beside.</param>
internal sealed record UndisturbedRun(int ExitCode, string Directory, JsonNode Summary, string Errors)
{
    private const int MostRuns = 3;

    private static readonly string[] Disturbances = ["starved", "stood-still"];

    public IEnumerable<JsonNode> Cases => Summary["cases"]!.AsArray().Select(row => row!);

    private bool IsDisturbed => Cases.Any(row =>
        row["invalid"] is JsonArray { Count: > 0 } reasons && reasons.All(reason => Disturbances.Contains((string?)reason!["id"])));

    /// <summary>Runs it.</summary>
    /// <param name="scratch">Takes a directory for each run.</param>
    /// <param name="scenario">The scenario's file.</param>
    /// <param name="options">Further arguments.</param>
    public static async Task<UndisturbedRun> OfAsync(Scratch scratch, string scenario, IReadOnlyList<string> options)
    {
        for (var runs = 1; ; runs++)
        {
            var directory = scratch.Path($"run-{runs}");
            var (exitCode, output, errors) = await Program.RunAsync(["run", scenario, "--out", directory, "--json", .. options]);
            var run = output.Length > 0
                ? new UndisturbedRun(exitCode, directory, JsonNode.Parse(output)!, errors)
                : throw new InvalidOperationException($"nothing came of the run: {errors}");
            if (runs == MostRuns || !run.IsDisturbed)
            {
                return run;
            }
        }
    }

    /// <summary>It came out as the scenario expects, and no case is invalid.</summary>
    public void AssertAsExpected() => Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Summary} {Errors}");
}
