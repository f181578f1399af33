using System.CommandLine;
using System.IO.Enumeration;
using Repro.Planning;
using Repro.Standalone;

namespace Repro.Cli;

/// <summary><c>repro lab export</c>: a case as a file for another tool.</summary>
internal static class LabExportVerb
{
    private const string DefaultScenario = "scenarios/quick.yaml";

    public static Command Create()
    {
        var input = new ScenarioInput();
        input.File.Arity = ArgumentArity.ZeroOrOne;
        input.File.DefaultValueFactory = _ => DefaultScenario;
        var compose = new Option<bool>("--compose") { Description = "For Docker Compose, the one form there is so far." };
        var only = new Option<string?>("--case")
        {
            Description = "The case whose id matches, like 'tw-reuse@*' [default: the baseline].",
            HelpName = "GLOB",
            CompletionSources = { context => Completions.Cases(context, input.File) },
        };
        var output = PathOption.Create("--output", "a file");
        output.Description = "Where to write [default: standard output].";
        output.HelpName = "FILE";
        var command = new Command("export", "Writes a case as a file that brings up its lab without repro run.")
        {
            input.File, compose, only, input.Settings, output,
        };
        command.SetAction(parsed =>
        {
            if (input.Read(parsed) is not var (scenario, plan))
            {
                return ExitCode.BadInput;
            }

            var file = parsed.GetValue(output);
            Write(ComposeFile.Of(scenario.Name, Choose(plan, parsed.GetValue(only)), file), file);
            return ExitCode.Ok;
        });
        return command;
    }

    private static PlannedCase Choose(Plan plan, string? glob)
    {
        var chosen = plan.Cases
            .Where(planned => glob is null ? planned.IsBaseline : FileSystemName.MatchesSimpleExpression(glob, planned.Id))
            .ToList();
        return chosen.Count == 1
            ? chosen[0]
            : throw new ReproException(
                FailureKind.BadInput,
                $"One case is exported at a time, and {chosen.Count} {(glob is null ? "are baselines" : $"match '{glob}'")}.",
                $"Choose one by --case: {string.Join(", ", plan.Cases.Select(planned => planned.Id))}.");
    }

    private static void Write(string text, string? file)
    {
        if (file is null)
        {
            Console.Write(text);
            return;
        }

        try
        {
            File.WriteAllText(file, text);
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw WriteFault.Of(file, exception, "give a file in a folder of your own: --output FILE");
        }
    }
}
