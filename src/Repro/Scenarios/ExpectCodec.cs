using System.Text.Json.Nodes;
using Repro.Expectations;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// A mapping of mitigations to what the scenario expects of them: a verdict, or a mapping of figures to what each is to be.
/// </summary>
internal sealed class ExpectCodec : Codec<IReadOnlyList<Expectation>>
{
    private const string Form = "a verdict, or figures like { verdict: averted, threshold: \">= 450/s\" }";

    public override IReadOnlyList<Expectation> Read(YamlNode node, IReadOnlyList<Expectation> fallback, ReadContext context)
    {
        if (node is not YamlMappingNode mapping)
        {
            context.Report(node, "a mapping of mitigations to verdicts is expected here, like tw-reuse: averted");
            return fallback;
        }

        var laid = new List<Expectation>();
        foreach (var (keyNode, valueNode) in mapping.Children)
        {
            var mitigation = (keyNode as YamlScalarNode)?.Value ?? "";
            if (valueNode is not YamlMappingNode figures)
            {
                Add(mitigation, ExpectableFigures.Verdict, keyNode, valueNode);
                continue;
            }

            if (figures.Children.Count == 0)
            {
                context.Report(figures, $"nothing is expected here; write {Form}");
            }

            foreach (var (nameNode, demand) in figures.Children)
            {
                var name = (nameNode as YamlScalarNode)?.Value ?? "";
                if (ExpectableFigures.Named(name) is { } figure)
                {
                    Add(mitigation, figure, nameNode, demand);
                }
                else
                {
                    var known = ExpectableFigures.All.Select(one => one.Name);
                    context.Report(nameNode, $"{Quoted.Of(name)} is no figure{Suggestion.For(name, known)}");
                }
            }
        }

        var named = laid.Select(expectation => expectation.Mitigation).ToHashSet();
        return [.. fallback.Where(expectation => !named.Contains(expectation.Mitigation)), .. laid];

        void Add(string mitigation, ExpectableFigure figure, YamlNode place, YamlNode demand)
        {
            if (Read(figure, demand, context) is { } expected)
            {
                laid.Add(new Expectation(mitigation, figure.Name, expected, context.PositionOf(place)));
            }
        }
    }

    public override JsonNode Write(IReadOnlyList<Expectation> value)
    {
        var result = new JsonObject();
        foreach (var mitigation in value.GroupBy(expectation => expectation.Mitigation))
        {
            result[mitigation.Key] = mitigation.ToList() is [{ Figure: var only } verdict] && only == ExpectableFigures.Verdict.Name
                ? verdict.Expected
                : new JsonObject(mitigation.Select(item => KeyValuePair.Create(item.Figure, (JsonNode?)item.Expected)));
        }

        return result;
    }

    public override JsonObject Schema()
    {
        var figures = new JsonObject();
        foreach (var figure in ExpectableFigures.All)
        {
            var schema = figure.Unit == FigureUnit.Verdict ? Words() : Number(figure);
            schema["description"] = figure.Meaning;
            figures[figure.Name] = schema;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    Words(),
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = figures,
                        ["additionalProperties"] = false,
                        ["minProperties"] = 1,
                    }),
            },
        };
    }

    private static string? Read(ExpectableFigure figure, YamlNode node, ReadContext context)
    {
        var text = (node as YamlScalarNode)?.Value ?? "";
        if (figure.Unit == FigureUnit.Verdict)
        {
            if (Verdicts.Expectable.Contains(text))
            {
                return text;
            }

            context.Report(node, $"{Quoted.Of(text)} is not a verdict{Suggestion.For(text, Verdicts.Expectable)}");
            return null;
        }

        var (demand, problem) = Demand.Parse(text, figure);
        if (demand is null && problem is not null)
        {
            context.Report(node, $"{figure.Name}: {problem}");
        }
        else if (demand is null)
        {
            context.Refuse(node, Demand.Expected(figure));
        }

        return demand?.Text;
    }

    private static JsonObject Words() =>
        new() { ["enum"] = new JsonArray([.. Verdicts.Expectable.Select(word => (JsonNode)word)]) };

    private static JsonObject Number(ExpectableFigure figure) => new()
    {
        ["type"] = figure.Unit == FigureUnit.Count ? new JsonArray("string", "integer") : "string",
        ["pattern"] = Demand.Form(figure),
    };
}
