using FsCheck.Fluent;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Tests.Planning;

public sealed class WavesTests
{
    [Theory]
    [InlineData(1, "500 500 | 500")]
    [InlineData(2, "500 500 500")]
    public void The_cores_decide_how_many_cases_run_side_by_side(int cores, string waves) =>
        Assert.Equal(waves, Waves([500, 500, 500], cores, null));

    [Fact]
    public void A_case_that_is_too_much_runs_alone() => Assert.Equal("500 | 9000 | 500 500", Waves([500, 9000, 500, 500], 1, null));

    [Theory]
    [InlineData(1, "9000 | 9000 | 9000")]
    [InlineData(2, "9000 9000 | 9000")]
    [InlineData(5, "9000 9000 9000")]
    public void The_user_may_decide_instead(int parallel, string waves) => Assert.Equal(waves, Waves([9000, 9000, 9000], 1, parallel));

    [Fact]
    public void So_many_hosts_that_they_would_not_start_in_time_take_turns() =>
        Assert.Equal("1 1 1 1 | 1 1", Waves([1, 1, 1, 1, 1, 1], cores: 1, parallel: null));

    [Fact]
    public void Waves_keep_every_case_in_its_order_and_none_is_empty()
    {
        var sample = from rates in Gen.Choose(1, 20_000).Listed(12) from cores in Gen.Choose(1, 16) select (rates, cores);
        sample.ForAll(load =>
        {
            var plan = PlanOf(load.rates);
            var waves = plan.Waves(load.cores, null);

            Assert.Equal(plan.Cases, waves.SelectMany(wave => wave));
            Assert.All(waves, wave => Assert.True(
                wave.Count == 1 || (wave.Count > 1 && wave.Sum(planned => planned.Conditions.Load.Rate.PerSecond) <= load.cores * 1000)));
        });
    }

    private static string Waves(IReadOnlyList<int> rates, int cores, int? parallel) => string.Join(
        " | ",
        PlanOf(rates).Waves(cores, parallel).Select(wave => string.Join(' ', wave.Select(planned => planned.Conditions.Load.Rate.PerSecond))));

    private static Plan PlanOf(IReadOnlyList<int> rates) => new(
        [.. rates.Select((rate, index) =>
        {
            var conditions = new Conditions { Load = new Load { Rate = new Rate(rate) } };
            return new PlannedCase
            {
                Id = $"case-{index}",
                Mitigation = "none",
                Summary = "",
                Factor = null,
                Expected = null,
                Conditions = conditions,
                Prediction = Prediction.Of(conditions, hertz: 250),
            };
        })],
        Hertz: 250);
}
