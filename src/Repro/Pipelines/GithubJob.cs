namespace Repro.Pipelines;

/// <summary>The job of GitHub Actions that this program runs in, by the variables that GitHub sets.</summary>
/// <param name="Workspace">The folder that the repository is in; null where that is not said.</param>
/// <param name="Summary">The file whose Markdown GitHub shows as the job's summary; null for none.</param>
public sealed record GithubJob(string? Workspace, string? Summary)
{
    /// <summary>The job; null where this is none.</summary>
    public static GithubJob? Current => Of(Environment.GetEnvironmentVariable);

    /// <summary>The same by other variables than the environment's.</summary>
    internal static GithubJob? Of(Func<string, string?> variable) => variable("GITHUB_ACTIONS") == "true"
        ? new GithubJob(Given(variable("GITHUB_WORKSPACE")), Given(variable("GITHUB_STEP_SUMMARY")))
        : null;

    private static string? Given(string? value) => value is { Length: > 0 } ? value : null;
}
