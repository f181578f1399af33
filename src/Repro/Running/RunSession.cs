using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Repro.Labs;
using Repro.Linux;
using Repro.Planning;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Running;

/// <summary>A run of a scenario: every case of its plan, recorded in a directory.</summary>
public sealed class RunSession
{
    private const string ReleaseFile = "/proc/sys/kernel/osrelease";

    private readonly TimeProvider time;
    private readonly IReadOnlyList<IReadOnlyList<PlannedCase>> waves;

    private RunSession(string directory, IReadOnlyList<IReadOnlyList<PlannedCase>> waves, TimeProvider time)
    {
        this.time = time;
        this.waves = waves;
        Directory = directory;
        Progress = [.. waves.SelectMany(wave => wave).Select(planned => new CaseProgress(planned))];
    }

    /// <summary>Where the run is recorded.</summary>
    public string Directory { get; }

    /// <summary>How far each case is, in the order of the plan.</summary>
    public IReadOnlyList<CaseProgress> Progress { get; }

    /// <summary>The kernel's timer frequency, or the usual one where it can't be told.</summary>
    public static int Hertz => KernelTick.Hertz() ?? Physics.TimerWheel.DefaultHertz;

    /// <summary>Makes the directory and writes down what is going to be run.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="plan">Its plan, with at least one case.</param>
    /// <param name="arguments">The program's arguments, for whoever wants to run it again.</param>
    /// <param name="lab">The lab's kind.</param>
    /// <param name="directory">Where to record, a new or empty directory; null for <c>results/UTC-scenario</c>.</param>
    /// <param name="parallel">Cases side by side, or null to choose by the cores.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ReproException">The directory can't be written.</exception>
    public static RunSession Create(
        Scenario scenario, Plan plan, IReadOnlyList<string> arguments, string lab, string? directory, int? parallel, TimeProvider time)
    {
        var started = time.GetUtcNow();
        directory ??= Path.Combine(
            "results", $"{started.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{scenario.Name}");
        var file = new RunFile
        {
            Version = ProgramVersion,
            Started = started.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Arguments = arguments,
            Lab = lab,
            Machine = new MachineFacts(
                KernelRelease,
                plan.Hertz,
                Environment.ProcessorCount,
                RuntimeInformation.FrameworkDescription,
                RuntimeInformation.ProcessArchitecture.ToString()),
            Name = scenario.Name,
            Question = scenario.Question,
            Scenario = ScenarioFile.ToJson(scenario),
            Cases = [.. plan.Cases.Select(planned => planned.Id)],
        };
        Begin(directory, file);
        return new RunSession(directory, plan.Waves(Environment.ProcessorCount, parallel), time);
    }

    /// <summary>The program's version.</summary>
    public static string ProgramVersion { get; } =
        typeof(RunSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    /// <summary>Runs every case. What is recorded stays, also when it is cancelled.</summary>
    /// <exception cref="ReproException">No lab can be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Rehearsal.OfRun();
        var number = 0;
        foreach (var wave in waves)
        {
            var runs = wave
                .Select(planned => new CaseRun(
                    planned,
                    number,
                    new NetnsLab($"case{number}", Topology.Hosts(planned)),
                    Directory,
                    Progress[number++],
                    time))
                .ToList();
            try
            {
                // Nothing is loaded before all is up: bringing up hosts would starve a load that runs beside it.
                await Task.WhenAll(runs.Select(run => run.PrepareAsync(cancellationToken)));
                await Task.WhenAll(runs.Select(run => run.RunAsync(cancellationToken)));
            }
            finally
            {
                await Task.WhenAll(runs.Select(run => run.DisposeAsync().AsTask()));
            }
        }
    }

    private static string KernelRelease =>
        File.Exists(ReleaseFile) ? File.ReadAllText(ReleaseFile).Trim() : Environment.OSVersion.Version.ToString();

    private static void Begin(string directory, RunFile file)
    {
        try
        {
            if (System.IO.Directory.Exists(directory) && System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
            {
                throw new ReproException(
                    FailureKind.BadInput, $"The results directory {directory} is not empty.", "Give a new one: --out DIR.");
            }

            System.IO.Directory.CreateDirectory(directory);
            RunDirectory.Write(Path.Combine(directory, RunDirectory.RunName), file, RunDirectory.Json.RunFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"The results directory {Path.GetFullPath(directory)} can't be written: {exception.Message}",
                "Give a directory of your own: --out DIR.");
        }
    }
}
