using Repro.Analysis;

namespace Repro.Pipelines;

/// <summary>Tells a CI job what came of a run's expectations.</summary>
public static class JobReport
{
    /// <summary>Writes the file that was asked for, and what GitHub shows where a job of it runs this.</summary>
    /// <param name="run">The run.</param>
    /// <param name="junit">Where to write in JUnit's form; null for nowhere.</param>
    /// <param name="job">The job; null where this is none.</param>
    /// <param name="tell">Takes the lines that GitHub reads out of what a program prints.</param>
    /// <exception cref="ReproException">A file can't be written.</exception>
    public static void Write(RunSummary run, string? junit, GithubJob? job, Action<string> tell) =>
        Write(RunChecks.Of(run), junit, job, tell);

    /// <summary>The same of two runs.</summary>
    /// <inheritdoc cref="Write(RunSummary, string, GithubJob, Action{string})"/>
    public static void Write(RunDiff diff, string? junit, GithubJob? job, Action<string> tell) =>
        Write(DiffChecks.Of(diff), junit, job, tell);

    private static void Write(CheckList list, string? junit, GithubJob? job, Action<string> tell)
    {
        if (job is not null)
        {
            foreach (var line in GithubAnnotation.Of(list, job.Workspace))
            {
                tell(line);
            }
        }

        if (job?.Summary is { } summary)
        {
            Guarded(summary, "GITHUB_STEP_SUMMARY names it", () => File.AppendAllText(summary, GithubSummary.Of(list) + "\n"));
        }

        if (junit is not null)
        {
            Guarded(junit, "write it elsewhere: --junit FILE", () =>
            {
                if (Path.GetDirectoryName(Path.GetFullPath(junit)) is { } folder)
                {
                    Directory.CreateDirectory(folder);
                }

                File.WriteAllText(junit, JUnitReport.Of(list));
            });
        }
    }

    private static void Guarded(string file, string remedy, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw WriteFault.Of(file, exception, remedy);
        }
    }
}
