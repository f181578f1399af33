using System.Text.Json.Nodes;
using Repro.Model;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>The list of what is changed in the course of the load: a moment, and keys of hosts.</summary>
/// <param name="step">An item of the list.</param>
/// <param name="moment">The key of its moment, which each has to have.</param>
internal sealed class StepsCodec(MappingCodec<Step> step, string moment) : Codec<StepList>
{
    private static readonly Step Unsaid = new();

    public override StepList Read(YamlNode node, StepList fallback, ReadContext context)
    {
        if (node is not YamlSequenceNode list)
        {
            context.Report(
                node, "a list of steps is expected here, like [{ at: 5s, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }]");
            return fallback;
        }

        var steps = new List<Step>();
        foreach (var item in list.Children)
        {
            var before = context.Diagnostics.Count;
            var read = step.Read(item, Unsaid, context);
            if (read.At == TimeSpan.Zero && context.Diagnostics.Count == before)
            {
                context.Report(item, $"a step needs its moment: write {moment}: and when, like 5s");
            }

            steps.Add(read);
        }

        // Two of the same moment stay as they are written.
        return new StepList([.. steps.OrderBy(read => read.At)]);
    }

    /// <summary>What is said, and nothing else.</summary>
    public override JsonNode Write(StepList value)
    {
        var list = new JsonArray();
        foreach (var one in value.All)
        {
            list.Add(Said(step.Write(one), step.Write(Unsaid)));
        }

        return list;
    }

    public override JsonObject Schema()
    {
        var item = step.Schema();
        item["required"] = new JsonArray(moment);
        return new JsonObject { ["type"] = "array", ["items"] = item };
    }

    private static JsonNode Said(JsonNode written, JsonNode unsaid)
    {
        if (written is not JsonObject mapping)
        {
            return written.DeepClone();
        }

        var result = new JsonObject();
        foreach (var (key, value) in mapping)
        {
            if (!JsonNode.DeepEquals(value, unsaid[key]))
            {
                result[key] = unsaid[key] is { } other ? Said(value!, other) : value!.DeepClone();
            }
        }

        return result;
    }
}
