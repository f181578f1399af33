using System.CommandLine;
using System.Text.Json.Nodes;
using Repro.Nodes;
using Repro.Planning;
using Repro.Deployment;
using Repro.Scenarios;

namespace Repro.Cli;

/// <summary>The scenario that a verb was given: its options, and how it is read.</summary>
internal sealed class ScenarioInput
{
    public Argument<string> File { get; } =
        new("SCENARIO") { Description = "A scenario file (YAML).", CompletionSources = { Completions.ScenarioFiles } };

    public Option<string[]> Settings { get; } = new("--set")
    {
        Description = "Changes one key of the scenario: load.rate=600/s. May be given more than once.",
        HelpName = "key=value",
    };

    /// <summary>Reads and plans the scenario; prints everything that is wrong with it and returns null where something is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="check">What of the machine it is held against.</param>
    /// <param name="asJson">Whether what is wrong with one that can't be planned is a result, in JSON.</param>
    /// <param name="lab">The kind of lab that it is for; null for the one that a run takes unless told.</param>
    public (Scenario Scenario, Plan Plan)? Read(
        ParseResult parsed, MachineCheck check = MachineCheck.Warn, bool asJson = false, string? lab = null)
    {
        var (scenario, plan, diagnostics) = Load(parsed.GetRequiredValue(File), parsed.GetValue(Settings) ?? [], check, lab);
        var isWrong = diagnostics.Any(diagnostic => !diagnostic.IsWarning);
        if (asJson && isWrong)
        {
            Console.WriteLine(ToJson(diagnostics));
        }
        else if (check != MachineCheck.None)
        {
            // Inside of the sandbox the same has been said outside.
            Print(diagnostics);
        }

        return isWrong ? null : (scenario, plan);
    }

    /// <summary>Reads and plans a scenario.</summary>
    /// <exception cref="ReproException">The file can't be read.</exception>
    public static (Scenario Scenario, Plan Plan, IReadOnlyList<Diagnostic> Diagnostics) Load(
        string file, IReadOnlyList<string> settings, MachineCheck check, string? lab = null)
    {
        var (scenario, wrong) = ScenarioFile.Parse(
            ScenarioText.Read(file), file, settings, path => ScenarioText.ReadBeside(file, path), KernelProbe.HasSysctl);
        var (plan, impossible) = Planner.Create(scenario, KernelProbe.Kernel);
        var found = check switch
        {
            MachineCheck.Refuse => SysctlCheck.Of(scenario, plan, lab),
            MachineCheck.Warn => SysctlCheck.Of(scenario, plan, lab).Select(diagnostic => diagnostic with { IsWarning = true }),
            _ => [],
        };
        return (scenario, plan, [.. wrong.Concat(impossible).Concat(found).OrderBy(diagnostic => diagnostic.Position.Line)]);
    }

    /// <summary>What is wrong as a JSON array.</summary>
    public static string ToJson(IEnumerable<Diagnostic> diagnostics) =>
        new JsonArray([.. diagnostics.Select(diagnostic => (JsonNode)new JsonObject
        {
            ["file"] = diagnostic.Position.File,
            ["line"] = diagnostic.Position.Line,
            ["column"] = diagnostic.Position.Column,
            ["severity"] = diagnostic.IsWarning ? "warning" : "error",
            ["message"] = diagnostic.Message,
        })]).ToJsonString();

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

    /// <summary>What the lab can't do is an error, as far as it can be tried out: it is to run there.</summary>
    Refuse,

    /// <summary>What the lab can't do is worth a warning: it may run elsewhere.</summary>
    Warn,
}
