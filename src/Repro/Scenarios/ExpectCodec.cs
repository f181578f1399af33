using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>A mapping of mitigations to the verdicts that the scenario expects.</summary>
internal sealed class ExpectCodec : Codec<IReadOnlyList<Expectation>>
{
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
            var verdict = (valueNode as YamlScalarNode)?.Value ?? "";
            if (Verdicts.Expectable.Contains(verdict))
            {
                laid.Add(new Expectation(mitigation, verdict, context.PositionOf(keyNode)));
            }
            else
            {
                context.Report(valueNode, $"{Quoted.Of(verdict)} is not a verdict{Suggestion.For(verdict, Verdicts.Expectable)}");
            }
        }

        return [.. fallback.ExceptBy(laid.Select(expectation => expectation.Mitigation), expectation => expectation.Mitigation), .. laid];
    }

    public override JsonNode Write(IReadOnlyList<Expectation> value)
    {
        var result = new JsonObject();
        foreach (var expectation in value)
        {
            result[expectation.Mitigation] = expectation.Verdict;
        }

        return result;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject
        {
            ["enum"] = new JsonArray([.. Verdicts.Expectable.Select(word => (JsonNode)word)]),
        },
    };
}
