using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class ShippedScenariosTests
{
    public static TheoryData<string> Files { get; } = [.. ShippedScenarios.Files];

    public static TheoryData<string> Incidents { get; } =
        [.. ShippedScenarios.Files.Where(file => Path.GetDirectoryName(file) == "incidents")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_of_the_repository_parses_and_plans(string file)
    {
        var (scenario, wrong) = ScenarioFile.Parse(ShippedScenarios.Text(file), file);
        var (plan, impossible) = Planner.Create(scenario, new Kernel());

        Assert.Empty(wrong);
        Assert.Empty(impossible);
        Assert.NotEmpty(plan.Cases);
        Assert.NotEmpty(scenario.Question);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), scenario.Name);
    }

    [Theory]
    [MemberData(nameof(Incidents))]
    public void An_incident_names_its_source_and_its_scale_expects_something_and_stands_in_the_table(string file)
    {
        var text = ShippedScenarios.Text(file);
        var source = text.Split('\n').Single(line => line.StartsWith("# https://", StringComparison.Ordinal)).Split(' ')[1];
        var (scenario, _) = ScenarioFile.Parse(text, file);
        var row = File.ReadLines(RepositoryRoot.PathOf("docs", "incidents.md"))
            .Single(line => line.StartsWith($"| `{scenario.Name}`", StringComparison.Ordinal));

        Assert.Contains("scaled", text, StringComparison.Ordinal);
        Assert.NotEmpty(scenario.Expect);
        Assert.Contains(source, row, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_five_incidents() => Assert.InRange(Incidents.Count, 5, 100);
}
