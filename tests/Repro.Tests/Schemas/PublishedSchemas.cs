using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Json.Schema;
using Repro.Analysis;
using Repro.Doctor;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Schemas;

/// <summary>The schemas of scenarios and of a run's files, as the repository has them and as the program's own types make them.</summary>
internal static class PublishedSchemas
{
    private static readonly JsonSchemaExporterOptions Strictly = new()
    {
        TreatNullObliviousAsNonNullable = true,
        // What a scenario or its conditions are like, their own schema says.
        TransformSchemaNode = (context, schema) => context.TypeInfo.Type == typeof(JsonNode)
            ? new JsonObject { ["type"] = "object" }
            : schema,
    };

    private static readonly ConcurrentDictionary<string, JsonSchema> Published = [];

    public static IReadOnlyDictionary<string, JsonNode> Made { get; } = new Dictionary<string, JsonNode>
    {
        ["run"] = Of(FileJson.Default.RunFile, "The inputs of a run as they were understood, and the machine"),
        ["case"] = Of(FileJson.Default.CaseFile, "What a case was to be, and the lab as it stood before the load"),
        ["end"] = Of(FileJson.Default.CaseEnd, "How a case ended, and what was written of it"),
        ["summary"] = Of(SummaryJson.Default.RunSummary, "What was concluded from a run"),
        ["scenario"] = JsonNode.Parse(ScenarioFile.JsonSchema())!,
        ["diff"] = Of(DiffJson.Default.RunDiff, "How far a run went from an earlier one"),
        ["doctor"] = Of(ExaminationJson.Default.Examination, "What a machine has of what labs use"),
        ["comparison"] = Of(ComparisonJson.Default.RunComparison, "How several runs compare"),
    };

    public static string PathOf(string name) => name == "scenario"
        ? RepositoryRoot.PathOf("scenarios", "scenario.schema.json")
        : RepositoryRoot.PathOf("docs", "schemas", $"{name}.schema.json");

    /// <summary>The file's text that goes with a schema.</summary>
    public static string Text(string name) => Made[name].ToJsonString(ReadableJson.Indented) + "\n";

    /// <summary>What is wrong with a document, by the published schema; empty for a valid one.</summary>
    public static IReadOnlyList<string> Problems(string schemaFile, JsonNode document)
    {
        var result = Published.GetOrAdd(schemaFile, file => JsonSchema.FromText(File.ReadAllText(file))).Evaluate(
            JsonSerializer.SerializeToElement(document), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid
            ? []
            : [.. (result.Details ?? []).Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Key}: {error.Value}"))];
    }

    private static JsonObject Of(JsonTypeInfo type, string title)
    {
        var schema = type.GetJsonSchemaAsNode(Strictly).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }
}
