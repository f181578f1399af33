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
    public (Scenario Scenario, Plan Plan)? Read(ParseResult parsed)
    {
        var (scenario, plan, diagnostics) = Load(parsed.GetRequiredValue(File), parsed.GetValue(Settings) ?? []);
        if (diagnostics.Count == 0)
        {
            return (scenario, plan);
        }

        Print(diagnostics);
        return null;
    }

    /// <summary>Reads and plans a scenario.</summary>
    /// <exception cref="ReproException">The file can't be read.</exception>
    public static (Scenario Scenario, Plan Plan, IReadOnlyList<Diagnostic> Diagnostics) Load(string file, IReadOnlyList<string> settings)
    {
        string yaml;
        try
        {
            yaml = System.IO.File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"The scenario {file} can't be read: {exception.Message}",
                "Give the path of a YAML file, like scenarios/quick.yaml.");
        }

        var (scenario, wrong) = ScenarioFile.Parse(yaml, file, settings);
        var (plan, impossible) = Planner.Create(scenario, KernelProbe.Kernel);
        return (scenario, plan, [.. wrong.Concat(impossible).OrderBy(diagnostic => diagnostic.Position.Line)]);
    }

    public static void Print(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Console.Error.WriteLine(diagnostic);
        }
    }
}
