using System.CommandLine;
using System.Text.Json.Nodes;

namespace Repro.Cli;

/// <summary><c>repro validate</c>: everything that is wrong with scenarios.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("SCENARIO") { Description = "Scenario files (YAML); - for standard input.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of lines." };
        var command = new Command("validate", "Shows everything that is wrong with scenarios, as file:line:column.") { files, json };
        command.SetAction(parsed =>
        {
            var diagnostics = parsed.GetRequiredValue(files).SelectMany(file => ScenarioInput.Load(file, [], MachineCheck.Refuse).Diagnostics).ToList();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(new JsonArray([.. diagnostics.Select(diagnostic => (JsonNode)new JsonObject
                {
                    ["file"] = diagnostic.Position.File,
                    ["line"] = diagnostic.Position.Line,
                    ["column"] = diagnostic.Position.Column,
                    ["severity"] = diagnostic.IsWarning ? "warning" : "error",
                    ["message"] = diagnostic.Message,
                })]).ToJsonString());
            }
            else
            {
                diagnostics.ForEach(Console.WriteLine);
            }

            return diagnostics.TrueForAll(diagnostic => diagnostic.IsWarning) ? ExitCode.Ok : ExitCode.BadInput;
        });
        return command;
    }
}
