using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed partial class ArrivalLawTests
{
    private static Gen<double> Rates => Gen.OneOf(
        Gen.Choose(1, 2000).Select(whole => (double)whole),
        Gen.Choose(1, 2000).Select(whole => whole / 60.0),
        Gen.Choose(1, 1000).Select(thousandths => thousandths / 1000.0),
        Gen.Constant(0.0));

    private static Gen<ArrivalLaw> Laws =>
        from kind in Gen.Elements(Enum.GetValues<ArrivalKind>())
        from rate in Rates
        from start in Gen.OneOf(Rates, Gen.Constant(rate))
        from milliseconds in Gen.Choose(1, 20_000)
        from steps in Gen.Choose(0, 12)
        from burst in Gen.Choose(0, 50)
        from seed in Gen.Choose(0, 1000)
        select new ArrivalLaw
        {
            Kind = kind,
            RatePerSecond = rate,
            FromPerSecond = start,
            DurationSeconds = milliseconds / 1000.0,
            Steps = steps,
            BurstSize = burst,
            Seed = seed,
        };

    [Fact]
    public void Requests_come_in_order_within_the_duration_and_as_many_as_are_counted() => Laws.ForAll(law =>
    {
        var times = law.Times().ToList();

        Assert.Equal(law.Count(), times.Count);
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.True(time >= 0 && time < law.DurationSeconds));
    });

    [Theory]
    [InlineData(500, 11, 5500)]
    [InlineData(0.5, 3, 2)]
    [InlineData(0.1, 1, 1)]
    [InlineData(3, 1.1, 4)]
    [InlineData(100_000, 1024.4, 102_440_000)]
    [InlineData(1_000_000, 259_200, 259_200_000_000)]
    [InlineData(0.001, 86_400, 87)]
    [InlineData(0, 10, 0)]
    [InlineData(10, 0, 0)]
    public void Count_Constant_RequestsBeforeTheEnd(double rate, double seconds, long count) =>
        Assert.Equal(count, new ArrivalLaw { RatePerSecond = rate, DurationSeconds = seconds }.Count());

    [Fact]
    public void A_constant_load_is_due_at_multiples_of_its_period() => Rates.ForAll(rate =>
    {
        var law = new ArrivalLaw { RatePerSecond = rate, DurationSeconds = 2 };

        Assert.Equal(Enumerable.Range(0, (int)Math.Ceiling((2 * rate) - 1e-9)).Select(number => number / rate), law.Times());
    });

    [Fact]
    public void A_ramp_that_goes_nowhere_is_a_constant_load() => Rates.ForAll(rate =>
    {
        var law = new ArrivalLaw { Kind = ArrivalKind.Ramp, RatePerSecond = rate, FromPerSecond = rate, DurationSeconds = 3 };

        Assert.Equal((law with { Kind = ArrivalKind.Constant }).Times(), law.Times());
    });

    [Fact]
    public void Up_to_any_moment_a_ramp_has_sent_the_integral_of_its_rate()
    {
        var ramps = from law in Laws from at in Gen.Choose(0, 1000) select (Law: law with { Kind = ArrivalKind.Ramp }, Part: at / 1000.0);
        ramps.ForAll(sample =>
        {
            var (law, part) = sample;
            var moment = law.DurationSeconds * part;
            var integral = (law.FromPerSecond * moment) + ((law.RatePerSecond - law.FromPerSecond) * part * moment / 2);

            Assert.InRange(law.Times().Count(time => time < moment), integral - 1e-6, integral + 1 + 1e-6);
        });
    }

    [Fact]
    public void Each_step_has_its_own_rate() => Laws.ForAll(any =>
    {
        var law = any with { Kind = ArrivalKind.Steps, Steps = Math.Max(2, any.Steps) };
        var seconds = law.DurationSeconds / law.Steps;
        for (var step = 0; step < law.Steps; step++)
        {
            var rate = law.FromPerSecond + ((law.RatePerSecond - law.FromPerSecond) * step / (law.Steps - 1));
            var (start, end) = (step * seconds, (step + 1) * seconds);
            var times = law.Times().Where(time => time >= start + 1e-9 && time < end - 1e-9).ToList();

            Assert.InRange(times.Count, (rate * seconds) - 2, (rate * seconds) + 1);
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(1 / rate, pair.Second - pair.First, 1e-6 / rate));
        }
    });

    [Theory]
    [InlineData(ArrivalKind.Ramp, 0, 100, 50, 100)]
    [InlineData(ArrivalKind.Ramp, 300, 100, 200, 300)]
    [InlineData(ArrivalKind.Steps, 50, 100, 75, 100)]
    [InlineData(ArrivalKind.Constant, 50, 100, 100, 100)]
    [InlineData(ArrivalKind.Bursts, 50, 100, 100, 100)]
    public void MeanAndPeak_ByKind(ArrivalKind kind, double from, double rate, double mean, double peak)
    {
        var law = new ArrivalLaw
        {
            Kind = kind,
            FromPerSecond = from,
            RatePerSecond = rate,
            DurationSeconds = 60,
            Steps = 5,
            BurstSize = 20,
        };

        Assert.Equal((mean, peak), (law.MeanPerSecond, law.PeakPerSecond));
        Assert.Equal(mean * 60, law.Count());
    }

    [Fact]
    public void Times_OneStep_HasTheLastRate()
    {
        var law = new ArrivalLaw { Kind = ArrivalKind.Steps, FromPerSecond = 1, RatePerSecond = 10, DurationSeconds = 2, Steps = 1 };

        Assert.Equal((20, 10, 10), (law.Count(), law.MeanPerSecond, law.PeakPerSecond));
    }

    [Fact]
    public void Times_Bursts_TogetherAndThenNone()
    {
        var law = new ArrivalLaw { Kind = ArrivalKind.Bursts, RatePerSecond = 6, BurstSize = 3, DurationSeconds = 1.1 };

        Assert.Equal([0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1], law.Times());
    }

    [Fact]
    public void Poisson_keeps_its_mean_and_spreads_as_a_poisson_process_does()
    {
        var seconds = new int[10_000];
        foreach (var time in new ArrivalLaw { Kind = ArrivalKind.Poisson, RatePerSecond = 50, DurationSeconds = seconds.Length, Seed = 7 }
            .Times())
        {
            seconds[(int)time]++;
        }

        // The variance of a count is its mean; of a constant load it would be none.
        Assert.Equal(50, seconds.Average(), 0.5);
        Assert.Equal(50, seconds.Average(count => (count - 50.0) * (count - 50.0)), 3.0);
    }

    [Fact]
    public void Poisson_draws_anew_with_each_seed_and_the_same_with_the_same()
    {
        var law = new ArrivalLaw { Kind = ArrivalKind.Poisson, RatePerSecond = 100, DurationSeconds = 5, Seed = 1 };

        Assert.Equal(law.Times(), law.Times());
        Assert.NotEqual(law.Times().First(), (law with { Seed = 2 }).Times().First());
    }

    [Theory]
    [InlineData(ArrivalKind.Constant)]
    [InlineData(ArrivalKind.Ramp)]
    [InlineData(ArrivalKind.Steps)]
    [InlineData(ArrivalKind.Bursts)]
    public void Times_DaysOfLoad_AreNotAllMadeAtOnce(ArrivalKind kind)
    {
        var law = new ArrivalLaw
        {
            Kind = kind,
            RatePerSecond = 1e6,
            FromPerSecond = 1e6,
            DurationSeconds = 259_200,
            Steps = 10,
            BurstSize = 10,
        };

        Assert.Equal(259_200_000_000, law.Count());
        Assert.Equal(1000, law.Times().Take(1000).Count());
    }

    [Fact]
    public void Next_PublishedSequence_Same()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    [Fact]
    public void A_law_comes_back_from_json_as_it_went() => Laws.ForAll(law =>
    {
        var json = JsonSerializer.Serialize(law, LawJson.Default.ArrivalLaw);

        Assert.Equal(law, JsonSerializer.Deserialize(json, LawJson.Default.ArrivalLaw));
        Assert.Contains(law.Kind.ToString(), json, StringComparison.Ordinal);
        Assert.DoesNotContain("Mean", json, StringComparison.Ordinal);
    });

    [JsonSourceGenerationOptions(UseStringEnumConverter = true)]
    [JsonSerializable(typeof(ArrivalLaw))]
    private sealed partial class LawJson : JsonSerializerContext;
}
