using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class ShippedScenariosTests
{
    public static TheoryData<string> Files { get; } =
        [.. Directory.GetFiles(RepositoryRoot.PathOf("scenarios"), "*.yaml").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_of_the_repository_parses_and_plans(string file)
    {
        var (scenario, wrong) = ScenarioFile.Parse(File.ReadAllText(RepositoryRoot.PathOf("scenarios", file)), file);
        var (plan, impossible) = Planner.Create(scenario, new Kernel());

        Assert.Empty(wrong);
        Assert.Empty(impossible);
        Assert.NotEmpty(plan.Cases);
        Assert.NotEmpty(scenario.Question);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), scenario.Name);
    }
}
