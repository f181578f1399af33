using System.CommandLine;

namespace Repro.Cli;

/// <summary><c>repro validate</c>: everything that is wrong with scenarios.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("SCENARIO")
        {
            Description = "Scenario files (YAML); - for standard input.",
            Arity = ArgumentArity.OneOrMore,
            CompletionSources = { Completions.ScenarioFiles },
        };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of lines." };
        var command = new Command("validate", "Shows everything that is wrong with scenarios, as file:line:column.") { files, json };
        command.SetAction(parsed =>
        {
            var scenarios = parsed.GetRequiredValue(files);
            var diagnostics = scenarios.SelectMany(file => ScenarioInput.Load(file, [], MachineCheck.Refuse).Diagnostics).ToList();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(ScenarioInput.ToJson(diagnostics));
            }
            else
            {
                diagnostics.ForEach(Console.WriteLine);
                if (diagnostics.Count == 0)
                {
                    Console.Error.WriteLine($"{(scenarios.Length == 1 ? "1 scenario" : $"{scenarios.Length} scenarios")}, no mistake");
                }
            }

            return diagnostics.TrueForAll(diagnostic => diagnostic.IsWarning) ? ExitCode.Ok : ExitCode.BadInput;
        });
        return command;
    }
}
