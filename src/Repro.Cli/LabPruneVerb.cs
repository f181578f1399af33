using System.CommandLine;
using System.Text.Json.Nodes;
using Repro.Labs.Docker;

namespace Repro.Cli;

/// <summary><c>repro lab prune</c>: removes what killed runs have left in the engine.</summary>
internal static class LabPruneVerb
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text." };
        var command = new Command(
            "prune", "Removes containers and networks of runs that are over; those of a run under way stay.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var removed = await Pruning.RunAsync(TimeProvider.System, cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(new JsonObject
                {
                    ["removed"] = new JsonArray([.. removed.Select(run => new JsonObject
                    {
                        ["run"] = run.Run,
                        ["containers"] = run.Containers,
                        ["networks"] = run.Networks,
                    })]),
                }.ToJsonString());
                return ExitCode.Ok;
            }

            foreach (var run in removed)
            {
                Console.WriteLine(
                    $"Removed of run {run.Run}: {Noun.Counted(run.Containers, "container")}, {Noun.Counted(run.Networks, "network")}.");
            }

            if (removed.Count == 0)
            {
                Console.WriteLine("Nothing is left of earlier runs.");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
