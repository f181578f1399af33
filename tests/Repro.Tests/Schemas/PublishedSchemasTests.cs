using System.Text.Json.Nodes;
using Repro.Scenarios;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Schemas;

/// <summary>What editors and other people's programs check files by is what this program reads and writes.</summary>
public sealed class PublishedSchemasTests
{
    private static readonly string ScenarioSchema = PublishedSchemas.PathOf("scenario");

    public static TheoryData<string> Names { get; } = [.. PublishedSchemas.Made.Keys];

    public static TheoryData<string, string> Written { get; } = new()
    {
        { "run", "run.json" },
        { "summary", "summary.json" },
        { "case", Path.Combine("cases", "none@500", "case.json") },
        { "end", Path.Combine("cases", "none@500", "end.json") },
    };

    public static TheoryData<string> Scenarios { get; } = [.. ShippedScenarios.Files];

    // REPRO_WRITE_SCHEMAS=1 writes them anew.
    [Theory]
    [MemberData(nameof(Names))]
    public void The_published_schema_is_the_programs(string name)
    {
        if (Environment.GetEnvironmentVariable("REPRO_WRITE_SCHEMAS") == "1")
        {
            File.WriteAllText(PublishedSchemas.PathOf(name), PublishedSchemas.Text(name));
        }

        Assert.Equal(PublishedSchemas.Text(name), File.ReadAllText(PublishedSchemas.PathOf(name)));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void What_a_run_leaves_is_valid_and_what_lacks_a_key_or_has_another_type_is_not(string schema, string file)
    {
        var document = JsonNode.Parse(File.ReadAllText(RepositoryRoot.PathOf("results", "example", file)))!.AsObject();
        Assert.Empty(PublishedSchemas.Problems(PublishedSchemas.PathOf(schema), document));

        var required = PublishedSchemas.Made[schema]["required"]!.AsArray().Select(key => (string)key!).ToList();
        Assert.NotEmpty(required);
        Assert.All(required, key =>
        {
            var lacking = document.DeepClone().AsObject();
            lacking.Remove(key);
            Assert.NotEmpty(PublishedSchemas.Problems(PublishedSchemas.PathOf(schema), lacking));

            var other = document.DeepClone().AsObject();
            other[key] = new JsonArray(new JsonArray());
            Assert.NotEmpty(PublishedSchemas.Problems(PublishedSchemas.PathOf(schema), other));
        });
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_that_ships_is_valid(string file) =>
        Assert.Empty(PublishedSchemas.Problems(ScenarioSchema, Yaml.ToJson(ShippedScenarios.Text(file))));

    [Theory]
    [InlineData("load: { rate: 500/s }\nlaod: { rate: 1/s }")]
    [InlineData("load: { rate: fast }")]
    [InlineData("load: { duration: [1, 2] }")]
    [InlineData("proxy: { kind: envoy }")]
    [InlineData("clients: { count: 0 }")]
    [InlineData("backends: { closes: sometimes }")]
    [InlineData("mitigations: { none: 1 }")]
    public void What_the_program_refuses_the_schema_refuses_too(string text)
    {
        Assert.NotEmpty(ScenarioFile.Parse(text, "refused.yaml").Diagnostics);
        Assert.NotEmpty(PublishedSchemas.Problems(ScenarioSchema, Yaml.ToJson(text)));
    }
}
