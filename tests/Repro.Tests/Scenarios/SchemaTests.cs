using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class SchemaTests
{
    [Fact]
    public void The_schema_is_a_JSON_schema()
    {
        var schema = Schema();

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Assert.Equal("object", (string?)schema["type"]);
        Assert.False((bool)schema["additionalProperties"]!);
    }

    [Fact]
    public void The_schema_describes_every_key_that_is_written() =>
        AssertDescribes(Schema(), ScenarioFile.ToJson(new Scenario { Conditions = Generated.Other }));

    private static JsonObject Schema() => JsonNode.Parse(ScenarioFile.JsonSchema())!.AsObject();

    private static void AssertDescribes(JsonNode schema, JsonNode value)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            AssertAllows(schema, value);
            return;
        }

        Assert.Equal(properties.Select(pair => pair.Key), value.AsObject().Select(pair => pair.Key));
        foreach (var (key, part) in properties)
        {
            Assert.NotEmpty((string?)part!["description"] ?? "");
            AssertDescribes(part, value[key]!);
        }
    }

    private static void AssertAllows(JsonNode schema, JsonNode value)
    {
        if ((string?)schema["pattern"] is { } pattern && value.GetValueKind() == JsonValueKind.String)
        {
            Assert.Matches(new Regex(pattern, RegexOptions.ECMAScript), (string)value!);
        }

        if (schema["minimum"] is { } minimum)
        {
            Assert.InRange((int)value, (int)minimum, (int)schema["maximum"]!);
        }

        if (schema["propertyNames"]?["pattern"] is { } names)
        {
            Assert.All(value.AsObject(), pair => Assert.Matches(new Regex((string)names!, RegexOptions.ECMAScript), pair.Key));
        }
    }
}
