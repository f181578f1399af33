using System.CommandLine;
using Repro.Planning;
using Repro.Running;
using Repro.Scenarios;

namespace Repro.Cli;

/// <summary>The scenario that a verb was given: its options, and how it is read.</summary>
internal sealed class ScenarioInput
{
    public Argument<string> File { get; } = new("SCENARIO") { Description = "A scenario file (YAML)." };

    public Option<string[]> Settings { get; } = new("--set")
    {
        Description = "Changes one key of the scenario: load.rate=600/s. May be given more than once.",
        HelpName = "key=value",
    };

    /// <summary>Reads and plans the scenario; prints everything that is wrong with it and returns null where something is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="check">What of the machine it is held against.</param>
    public (Scenario Scenario, Plan Plan)? Read(ParseResult parsed, MachineCheck check = MachineCheck.Warn)
    {
        var (scenario, plan, diagnostics) = Load(parsed.GetRequiredValue(File), parsed.GetValue(Settings) ?? [], check);
        // Inside of the sandbox the same has been said outside.
        if (check != MachineCheck.None)
        {
            Print(diagnostics);
        }

        return diagnostics.Any(diagnostic => !diagnostic.IsWarning) ? null : (scenario, plan);
    }

    /// <summary>Reads and plans a scenario.</summary>
    /// <exception cref="ReproException">The file can't be read.</exception>
    public static (Scenario Scenario, Plan Plan, IReadOnlyList<Diagnostic> Diagnostics) Load(
        string file, IReadOnlyList<string> settings, MachineCheck check)
    {
        var (scenario, wrong) = ScenarioFile.Parse(ScenarioText.Read(file), file, settings);
        var (plan, impossible) = Planner.Create(scenario, KernelProbe.Kernel);
        var found = check switch
        {
            MachineCheck.Refuse => SysctlCheck.OnThisMachine(scenario, plan),
            MachineCheck.Warn => SysctlCheck.OnThisMachine(scenario, plan).Select(diagnostic => diagnostic with { IsWarning = true }),
            MachineCheck.Elsewhere => SysctlCheck.Elsewhere(scenario, plan),
            _ => [],
        };
        return (scenario, plan, [.. wrong.Concat(impossible).Concat(found).OrderBy(diagnostic => diagnostic.Position.Line)]);
    }

    public static void Print(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Console.Error.WriteLine(diagnostic);
        }
    }
}

/// <summary>How a scenario's sysctls are held against a machine.</summary>
internal enum MachineCheck
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>What this machine can't do is an error: it is to run here.</summary>
    Refuse,

    /// <summary>What this machine can't do is worth a warning: it may run elsewhere.</summary>
    Warn,

    /// <summary>It runs on another machine, of which nothing is known but what holds for all.</summary>
    Elsewhere,
}
