using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Tests.Planning;

public sealed class LoadCostTests
{
    [Fact]
    public void Starves_a_rate_that_takes_more_than_all_processors_is_named_with_what_they_carry() => Assert.Equal(
        "this machine carries at least 17,000 requests/s; none@200000 asks for more and may be starved: its result would say nothing",
        new LoadCost(0.00012, 0).Starves(At(200_000), 2));

    [Fact]
    public void Starves_a_rate_that_the_machine_carries_is_not() => Assert.Null(new LoadCost(0.00012, 0).Starves(At(16_000), 2));

    private static PlannedCase At(int rate) => Assert.Single(Planner.Create(
        new Scenario { Conditions = new Conditions { Load = new Load { Rate = new Rate(rate), Duration = TimeSpan.FromSeconds(1) } } },
        new Kernel()).Plan.Cases);
}
