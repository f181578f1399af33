using System.Text.Json.Nodes;
using Repro.Analysis;
using Repro.Expectations;
using Repro.Scenarios;

namespace Repro.Tests.Expectations;

public sealed class ExpectableFiguresTests
{
    private static readonly string Page = File.ReadAllText(RepositoryRoot.PathOf("docs", "expectations.md"));

    [Fact]
    public void Each_is_listed_and_has_a_name_of_its_own()
    {
        var declared = typeof(ExpectableFigures).GetProperties()
            .Where(property => property.PropertyType == typeof(ExpectableFigure)).Select(property => property.GetValue(null));

        Assert.Equal(declared.ToHashSet(), ExpectableFigures.All.Cast<object?>().ToHashSet());
        Assert.Distinct(ExpectableFigures.All.Select(figure => figure.Name));
    }

    [Fact]
    public void Each_that_has_a_number_is_read_from_the_summary() => Assert.Equal(
        ExpectableFigures.All.Where(figure => figure.Unit != FigureUnit.Verdict).ToHashSet(), FigureReadings.Known.ToHashSet());

    [Fact]
    public void Each_is_in_the_schema_with_what_it_means()
    {
        var expect = JsonNode.Parse(ScenarioFile.JsonSchema())!["properties"]!["expect"]!["additionalProperties"]!;
        var figures = expect["anyOf"]![1]!["properties"]!;

        Assert.Equal(
            ExpectableFigures.All.Select(figure => (figure.Name, figure.Meaning)),
            figures.AsObject().Select(pair => (pair.Key, (string)pair.Value!["description"]!)));
    }

    [Fact]
    public void Each_has_its_line_in_the_reference() => Assert.Equal(
        ExpectableFigures.All.Select(figure => figure.Name),
        Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1])
            .Where(name => ExpectableFigures.Named(name) is not null).Distinct());

    [Fact]
    public void Each_line_of_the_reference_says_what_the_program_says() => Assert.All(
        ExpectableFigures.All, figure => Assert.Contains($"| `{figure.Name}` | {figure.Meaning} |", Page, StringComparison.Ordinal));
}
