using FsCheck;
using FsCheck.Fluent;
using Repro.Knobs;
using Repro.Model;
using Repro.Planning;

namespace Repro.Tests.Planning;

public sealed class WavesTests
{
    private const int HostsOfACase = 7;

    // At this cost a core carries 800 requests/s with what is kept free.
    private static readonly LoadCost Cost = new(CpuSecondsPerRequest: 0.001, CpuPerHost: 0);

    [Theory]
    [InlineData(1, "400 400 | 400")]
    [InlineData(2, "400 400 400")]
    public void The_cores_decide_how_many_cases_run_side_by_side(int cores, string waves) =>
        Assert.Equal(waves, Waves([400, 400, 400], cores, null));

    [Fact]
    public void A_case_that_is_too_much_runs_alone() => Assert.Equal("400 | 9000 | 400 400", Waves([400, 9000, 400, 400], 1, null));

    [Theory]
    [InlineData(1, "9000 | 9000 | 9000")]
    [InlineData(2, "9000 9000 | 9000")]
    [InlineData(5, "9000 9000 9000")]
    public void The_user_may_decide_instead(int parallel, string waves) => Assert.Equal(waves, Waves([9000, 9000, 9000], 1, parallel));

    [Fact]
    public void Hosts_cost_something_without_any_request() =>
        Assert.Equal([2, 1], Plan.Waves(Cases([1, 1, 1]), new LoadCost(0, 0.05), Ample(1), null).Select(wave => wave.Count));

    [Fact]
    public void Hosts_take_memory() => Assert.Equal(
        [2, 2, 1], Plan.Waves(Cases([1, 1, 1, 1, 1]), Cost, new MachineSize(64, 2L * HostsOfACase << 26), null).Select(wave => wave.Count));

    [Fact]
    public void What_counts_is_the_highest_rate_of_a_load() => Assert.Equal(2, Plan.Waves(
        [.. Cases([1, 1]).Select(planned => planned with
        {
            Conditions =
                new Conditions { Load = new Load { Arrivals = Repro.Physics.ArrivalKind.Ramp, From = new Rate(700), Rate = new Rate(1) } },
        })],
        Cost,
        Ample(1),
        null).Count);

    [Fact]
    public void Nothing_to_run_is_no_wave() => Assert.Empty(Plan.Waves([], Cost, Ample(1), null));

    [Fact]
    public void Waves_keep_every_case_in_its_order_and_stay_within_what_the_machine_carries() => Samples.ForAll(sample =>
    {
        var cases = Cases(sample.Rates);
        var machine = new MachineSize(sample.Cores, sample.MemoryMegabytes << 20);
        var waves = Plan.Waves(cases, Cost, machine, null);

        Assert.Equal(cases, waves.SelectMany(wave => wave));
        Assert.DoesNotContain(waves, wave => wave.Count == 0);
        Assert.All(waves.Where(wave => wave.Count > 1), wave => Assert.True(Fits(wave)));
        // A wave ends only where its next case would not fit.
        Assert.All(waves.Zip(waves.Skip(1)), pair => Assert.False(Fits([.. pair.First, pair.Second[0]])));

        bool Fits(IReadOnlyList<PlannedCase> wave) => wave.Sum(Cost.Of) <= sample.Cores * 0.85
            && (long)wave.Count * HostsOfACase * 64 <= sample.MemoryMegabytes;
    });

    [Fact]
    public void As_many_run_side_by_side_as_the_user_says() => Samples.ForAll(sample =>
    {
        var cases = Cases(sample.Rates);
        var waves = Plan.Waves(cases, Cost, Ample(sample.Cores), sample.Cores);

        Assert.Equal(cases, waves.SelectMany(wave => wave));
        Assert.All(waves.SkipLast(1), wave => Assert.Equal(sample.Cores, wave.Count));
        Assert.All(waves.TakeLast(1), wave => Assert.InRange(wave.Count, 1, sample.Cores));
    });

    private static Gen<(List<int> Rates, int Cores, long MemoryMegabytes)> Samples =>
        from rates in Gen.Choose(1, 2000).Listed(12)
        from cores in Gen.Choose(1, 16)
        from memory in Gen.Choose(100, 4000)
        select (rates, cores, (long)memory);

    private static MachineSize Ample(int cores) => new(cores, 1L << 40);

    private static string Waves(IReadOnlyList<int> rates, int cores, int? parallel) => string.Join(
        " | ",
        Plan.Waves(Cases(rates), Cost, Ample(cores), parallel)
            .Select(wave => string.Join(' ', wave.Select(planned => planned.Conditions.Load.Rate.PerSecond))));

    private static IReadOnlyList<PlannedCase> Cases(IReadOnlyList<int> rates) =>
    [
        .. rates.Select((rate, index) =>
        {
            var conditions = new Conditions { Load = new Load { Rate = new Rate(rate) } };
            return new PlannedCase
            {
                Mitigation = "none",
                Key = $"case-{index}",
                MitigationLabel = "none",
                Point = "",
                Summary = "",
                Risk = null,
                PredictedOnly = null,
                Conditions = conditions,
                Foreseen = new(() => Prediction.Of(conditions, new Kernel())),
            };
        }),
    ];
}
