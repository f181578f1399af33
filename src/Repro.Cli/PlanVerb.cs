using System.CommandLine;
using System.Text.Json.Nodes;
using Repro.Planning;

namespace Repro.Cli;

/// <summary><c>repro plan</c>: the cases with their predictions; no lab, no Linux.</summary>
internal static class PlanVerb
{
    public static Command Create()
    {
        var input = new ScenarioInput();
        var only = CaseOption.Create(input.File);
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("plan", "Shows the cases of a scenario with their predictions; needs no lab.")
        {
            input.File,
            only,
            input.Settings,
            json,
        };
        command.SetAction(parsed =>
        {
            if (input.Read(parsed, asJson: parsed.GetValue(json)) is not var (scenario, whole))
            {
                return ExitCode.BadInput;
            }

            var plan = CaseOption.Select(whole, parsed.GetValue(only));
            if (parsed.GetValue(json))
            {
                Console.WriteLine(ToJson(scenario.Name, plan).ToJsonString(ReadableJson.Indented));
            }
            else
            {
                PlanTable.Print(Terminal.Results, scenario, plan);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static JsonObject ToJson(string scenario, Plan plan) => new()
    {
        ["scenario"] = scenario,
        ["find"] = plan.Goal.ToString().ToLowerInvariant(),
        ["hertz"] = plan.Kernel.Hertz,
        ["cases"] = new JsonArray([.. plan.Cases.Select(ToJson)]),
    };

    private static JsonNode ToJson(PlannedCase planned) => new JsonObject
    {
        ["id"] = planned.Id,
        ["mitigation"] = planned.Mitigation,
        ["label"] = planned.Label,
        ["predictedOnly"] = planned.PredictedOnly,
        ["offeredPerSecond"] = planned.Conditions.Load.Rate.PerSecond,
        ["runsOutFirst"] = planned.Prediction.Bottleneck.OnsetSeconds is null ? null : planned.Prediction.Bottleneck.Name,
        ["limitedBy"] = planned.Prediction.Limiting.ThresholdPerSecond is null ? null : planned.Prediction.Limiting.Name,
        ["hops"] = new JsonArray([.. planned.Prediction.Hops.Select(hop => (JsonNode)new JsonObject
        {
            ["name"] = hop.Name,
            ["portsPerTuple"] = hop.PortsPerTuple,
            ["tuples"] = hop.Tuples,
            ["capacityPorts"] = hop.CapacityPorts,
            ["requestsPerConnection"] = hop.RequestsPerConnection,
            ["holdSeconds"] = hop.HoldSeconds,
            ["thresholdPerSecond"] = hop.ThresholdPerSecond,
            ["onsetSeconds"] = hop.OnsetSeconds,
            ["kneeSeconds"] = hop.KneeSeconds,
            ["safePerSecond"] = hop.SafePerSecond,
            ["earliestOnsetSeconds"] = hop.EarliestOnsetSeconds,
            ["latestOnsetSeconds"] = hop.LatestOnsetSeconds,
            ["dependsOn"] = hop.DependsOn,
            ["failing"] = hop.Failing is not { } failing ? null : new JsonArray([.. failing.Select(span => (JsonNode)new JsonObject
            {
                ["fromSeconds"] = span.FromSeconds,
                ["untilSeconds"] = span.UntilSeconds,
            })]),
        })]),
        ["restarts"] = planned.Prediction.Restarts is not { } restarts ? null : new JsonObject
        {
            ["services"] = restarts.Services,
            ["inRange"] = restarts.InRange,
            ["count"] = restarts.Restarts,
            ["takenShare"] = restarts.TakenShare,
            ["leastTakenShare"] = restarts.LeastTakenShare,
            ["mostTakenShare"] = restarts.MostTakenShare,
        },
    };
}
