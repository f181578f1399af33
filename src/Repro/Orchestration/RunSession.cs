using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Repro.Analysis;
using Repro.Control;
using Repro.Deployment;
using Repro.Knobs;
using Repro.Planning;
using Repro.Progress;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Orchestration;

/// <summary>A run of a scenario: every case of its plan, recorded in a directory.</summary>
public sealed class RunSession
{
    private readonly Func<Kernel, Plan> createPlan;
    private readonly LabSite site;
    private readonly TimeProvider time;
    private readonly int? parallel;
    private readonly Action<string>? warn;
    private readonly long beginning;
    private RunFile file;
    private ImmutableList<CaseProgress> followed = [];
    private int number;

    private RunSession(
        string directory, RunFile file, Func<Kernel, Plan> createPlan, LabSite site, int? parallel, TimeProvider time, Action<string>? warn)
    {
        Directory = directory;
        this.file = file;
        this.createPlan = createPlan;
        this.site = site;
        this.parallel = parallel;
        this.time = time;
        this.warn = warn;
        beginning = time.GetTimestamp();
    }

    /// <summary>Where the run is recorded.</summary>
    public string Directory { get; }

    /// <summary>How far the run is. Any thread may ask.</summary>
    public RunProgress Progress => new()
    {
        Scenario = file.Name,
        Question = file.Question,
        Directory = Path.GetFullPath(Directory),
        ElapsedSeconds = time.GetElapsedTime(beginning).TotalSeconds,
        Cases = [.. followed.Select(progress => progress.State)],
    };

    /// <summary>The program's version.</summary>
    public static string ProgramVersion { get; } =
        typeof(RunSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    /// <summary>Makes the directory and writes down what is going to be run.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="createPlan">Its plan, with at least one case, on a kernel that has been measured by then.</param>
    /// <param name="arguments">The program's arguments, for whoever wants to run it again.</param>
    /// <param name="site">Where its labs are brought up.</param>
    /// <param name="directory">Where to record, a new or empty directory; null for <c>results/UTC-scenario</c>.</param>
    /// <param name="parallel">Cases side by side, or null to choose by what the machine carries.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Is told what is likely to go wrong.</param>
    /// <exception cref="ReproException">The directory can't be written.</exception>
    public static RunSession Create(
        Scenario scenario,
        Func<Kernel, Plan> createPlan,
        IReadOnlyList<string> arguments,
        LabSite site,
        string? directory,
        int? parallel,
        TimeProvider time,
        Action<string>? warn = null)
    {
        var started = time.GetUtcNow();
        var begun = new RunFile
        {
            Version = ProgramVersion,
            Started = started.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Arguments = arguments,
            Lab = site.Kind,
            Proxies = site.Proxies,
            Machine = site.Machine,
            Name = scenario.Name,
            Question = scenario.Question,
            Goal = scenario.Find.ToString().ToLowerInvariant(),
            Scenario = ScenarioFile.ToJson(scenario),
            Cases = Listed(createPlan(site.Kernel)),
        };
        return new RunSession(Begin(directory, scenario.Name, begun, started), begun, createPlan, site, parallel, time, warn);
    }

    /// <summary>Runs every case. What is recorded stays, also when it is cancelled.</summary>
    /// <exception cref="ReproException">No lab can be had, or no longer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await site.WhileThereAsync(RunCasesAsync, cancellationToken);
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw WriteFault.Of($"The results directory {Directory}", exception, "record elsewhere: --out DIR");
        }
    }

    private async Task<Plan> RunCasesAsync(CancellationToken cancellationToken)
    {
        LineWarmUp.Run();
        var calibration = await CalibrationRun.RunAsync(site, Directory, time, cancellationToken);
        var kernel = site.Kernel with
        {
            TimeWaitSeconds = calibration.TimeWaitSeconds ?? site.Kernel.TimeWaitSeconds,
            CpuSecondsPerRequest = calibration.CpuSecondsPerRequest ?? site.Kernel.CpuSecondsPerRequest,
        };
        var cost = new LoadCost(
            calibration.CpuSecondsPerRequest ?? LoadCost.Unmeasured.CpuSecondsPerRequest,
            (calibration.CpuPerHost ?? LoadCost.Unmeasured.CpuPerHost) * site.HostOverhead);
        var plan = createPlan(kernel);
        Update(file with
        {
            Machine = file.Machine with
            {
                TimeWaitSeconds = calibration.TimeWaitSeconds,
                CpuSecondsPerRequest = calibration.CpuSecondsPerRequest,
            },
            Cases = Listed(plan),
        });

        foreach (var planned in plan.Cases.Where(planned => planned.PredictedOnly is not null))
        {
            using var recorder = new CaseRecorder(RunDirectory.CaseFolder(Directory, planned.Id), CaseDescription.Of(planned, []));
            recorder.Complete(new CaseEnd([], 0));
        }

        var cases = plan.Cases.Where(planned => planned.PredictedOnly is null).ToList();
        foreach (var warning in cases.Select(planned => cost.Starves(planned, site.Size.Cores)).OfType<string>())
        {
            warn?.Invoke(warning);
        }

        if (plan.Goal == Goal.Threshold)
        {
            await SearchAsync(cases, kernel, cost, cancellationToken);
        }
        else
        {
            await RunAsync(cases, cost, cancellationToken);
        }

        return plan;
    }

    // A search has no cases of its own: its labs are added as they come up.
    private static IReadOnlyList<string> Listed(Plan plan) =>
        [.. plan.Cases.Where(planned => plan.Goal == Goal.Onset || planned.PredictedOnly is not null).Select(planned => planned.Id)];

    private async Task SearchAsync(IReadOnlyList<PlannedCase> cases, Kernel kernel, LoadCost cost, CancellationToken cancellationToken)
    {
        var known = cases.ToDictionary(planned => planned, _ => new List<Probe>());
        while (known.SelectMany(pair => Probes.Next(pair.Key, pair.Value, kernel).Select(probe => (Of: pair.Key, Probe: probe))).ToList() is
            { Count: > 0 } round)
        {
            var probes = round.Select(item => item.Probe).ToList();
            Update(file with { Cases = [.. file.Cases, .. probes.Select(probe => probe.Id)] });
            await RunAsync(probes, cost, cancellationToken);
            foreach (var (of, probe) in round)
            {
                var summary = RunAnalysis.Summarize(RecordedCase.Read(Directory, RunDirectory.CasePlace(probe.Id)));
                known[of].Add(new Probe(
                    summary.OfferedPerSecond,
                    summary is { Valid: true, Measured: { } measured } ? measured.FirstFailureSeconds is not null : null));
            }
        }
    }

    private async Task RunAsync(IReadOnlyList<PlannedCase> cases, LoadCost cost, CancellationToken cancellationToken)
    {
        var progress = cases.ToDictionary(planned => planned.Id, planned => new CaseProgress(planned));
        followed = followed.AddRange(cases.Select(planned => progress[planned.Id]));
        foreach (var wave in Plan.Waves(cases, cost, site.Size, parallel))
        {
            var runs = wave
                .Select(planned => new CaseRun(
                    planned,
                    number,
                    site,
                    $"case{number++}",
                    RunDirectory.CaseFolder(Directory, planned.Id),
                    progress[planned.Id],
                    time))
                .ToList();
            try
            {
                // Nothing is loaded before all is up: bringing up hosts would starve a load that runs beside it.
                await Task.WhenAll(runs.Select(run => run.PrepareAsync(cancellationToken)));
                await Task.WhenAll(runs.Select(run => run.PrefillAsync(cancellationToken)));
                await Task.WhenAll(runs.Select(run => run.RunAsync(cancellationToken)));
            }
            finally
            {
                await Task.WhenAll(runs.Select(run => run.DisposeAsync().AsTask()));
            }
        }
    }

    private void Update(RunFile changed)
    {
        file = changed;
        RunDirectory.Write(Path.Combine(Directory, RunDirectory.RunName), file, RunDirectory.Json.RunFile);
    }

    // Another run may be about to take the same one.
    private static string Begin(string? given, string name, RunFile file, DateTimeOffset started)
    {
        var directory = given ?? ResultsDirectory.Default(started, name);
        try
        {
            using var claim = given is null ? ResultsDirectory.ClaimNew(directory) : ResultsDirectory.Claim(directory);
            RunDirectory.Write(Path.Combine(claim.Directory, RunDirectory.RunName), file, RunDirectory.Json.RunFile);
            return claim.Directory;
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw WriteFault.Of(
                $"The results directory {Path.GetFullPath(directory)}", exception, "give a directory of your own: --out DIR");
        }
    }
}
