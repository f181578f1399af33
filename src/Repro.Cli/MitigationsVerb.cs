using System.CommandLine;
using System.Text.Json.Nodes;
using Repro.Nodes;
using Repro.Planning;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Cli;

/// <summary><c>repro mitigations</c>: the catalogue, and what of it this kernel can run.</summary>
internal static class MitigationsVerb
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Only these [default: all].",
            Arity = ArgumentArity.ZeroOrMore,
            CompletionSources = { Completions.Mitigations },
        };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text." };
        var command =
            new Command("mitigations", "Shows the catalogue: what each changes, needs, costs, and how safe it is.") { names, json };
        command.SetAction(parsed =>
        {
            var chosen = Choose(parsed.GetValue(names) ?? []);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(new JsonArray([.. chosen.Select(ToJson)]).ToJsonString(ReadableJson.Indented));
            }
            else
            {
                Print(chosen);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<Mitigation> Choose(string[] names) => names.Length == 0
        ? Catalogue.All
        : [.. names.Select(name => Catalogue.Find(name) ?? throw new ReproException(
            FailureKind.BadInput,
            $"There is no mitigation '{name}' in the catalogue{Suggestion.For(name, Catalogue.All.Select(mitigation => mitigation.Name))}",
            "Run repro mitigations without a name to see all of them."))];

    private static void Print(IReadOnlyList<Mitigation> mitigations)
    {
        var console = Terminal.Results;
        foreach (var mitigation in mitigations)
        {
            var factor = mitigation.DefaultFactor is { } times ? $" (factor, usually {times})" : "";
            var kind = mitigation.Kind == MitigationKind.Mitigation ? "" : $" [[{mitigation.Kind.ToString().ToLowerInvariant()}]]";
            console.Markup($"[bold]{mitigation.Name}[/]{factor}{kind}\n");
            Terminal.Indented(console, mitigation.Summary);
            foreach (var (key, value) in OverlayText.Of(mitigation))
            {
                Terminal.Indented(console, $"sets     {key}: {value}");
            }

            foreach (var need in mitigation.Needs)
            {
                Terminal.Indented(
                    console, KernelProbe.Kernel.Has(need) ? $"needs    {need.Name}, which this kernel has" : $"MISSING  {need.Reason}");
            }

            foreach (var (proxy, word) in mitigation.Words)
            {
                Terminal.Indented(console, $"{proxy,-8} {word}");
            }

            Terminal.Indented(console, $"proof    {mitigation.Evidence}");
            Terminal.Indented(console, $"cost     {mitigation.Cost}");
            Terminal.Indented(console, $"risk     {mitigation.Risk}");
            console.WriteLine();
        }
    }

    private static JsonNode ToJson(Mitigation mitigation) => new JsonObject
    {
        ["name"] = mitigation.Name,
        ["kind"] = mitigation.Kind.ToString().ToLowerInvariant(),
        ["summary"] = mitigation.Summary,
        ["factor"] = mitigation.DefaultFactor,
        ["sets"] = new JsonObject(OverlayText.Of(mitigation).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["knobs"] = new JsonArray([.. mitigation.KnobIds.Select(id => (JsonNode)id)]),
        ["needs"] = new JsonArray([.. mitigation.Needs.Select(need => (JsonNode)new JsonObject
        {
            ["name"] = need.Name,
            ["present"] = KernelProbe.Kernel.Has(need),
        })]),
        ["words"] = new JsonObject(mitigation.Words.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["evidence"] = mitigation.Evidence,
        ["cost"] = mitigation.Cost,
        ["risk"] = mitigation.Risk,
    };
}
