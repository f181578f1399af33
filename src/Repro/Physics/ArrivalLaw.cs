using System.Text.Json.Serialization;

namespace Repro.Physics;

/// <summary>How the moments of a load's requests follow each other.</summary>
public enum ArrivalKind
{
    /// <summary>One every 1 ÷ rate seconds.</summary>
    Constant,

    /// <summary>Independent of each other: exponential gaps of mean 1 ÷ rate.</summary>
    Poisson,

    /// <summary>A rate that changes evenly from one value to another.</summary>
    Ramp,

    /// <summary>Constant rates one after the other, at equal distances and of equal length.</summary>
    Steps,

    /// <summary>Several at the same moment, then none until the next several.</summary>
    Bursts,
}

/// <summary>
/// When the requests of a load are due, over all clients. Rates in requests per second, times in seconds since the load started.
/// </summary>
public sealed record ArrivalLaw
{
    private const double LastBits = 4.5e-16;

    /// <summary>The law's shape; the members that it doesn't name don't matter to it.</summary>
    public ArrivalKind Kind { get; init; }

    /// <summary>The rate; the mean one of poisson and bursts, the last one of a ramp and of steps.</summary>
    public double RatePerSecond { get; init; }

    /// <summary>How long requests become due: all of them before it is over.</summary>
    public double DurationSeconds { get; init; }

    /// <summary>The rate that a ramp or steps begin with.</summary>
    public double FromPerSecond { get; init; }

    /// <summary>How many steps, the first and the last rate included; a single one has the last rate.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Requests that come together; the first burst is due at 0, the others every size ÷ rate seconds.</summary>
    public int BurstSize { get; init; } = 1;

    /// <summary>What poisson's gaps are drawn from: the same seed, the same gaps.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Requests per second over the whole duration, as meant: poisson's draw, and a last burst's gap cut short, differ from it.
    /// </summary>
    [JsonIgnore]
    public double MeanPerSecond => Kind is ArrivalKind.Ramp or ArrivalKind.Steps ? (First + RatePerSecond) / 2 : RatePerSecond;

    /// <summary>
    /// The rate that a load is known by: the one that it was given; of bursts what they come to, as each comes whole, also one that is
    /// larger than what rate × duration has left for it.
    /// </summary>
    [JsonIgnore]
    public double OfferedPerSecond => Kind == ArrivalKind.Bursts && DurationSeconds > 0 ? Count() / DurationSeconds : RatePerSecond;

    /// <summary>The highest rate of the law; within a burst there is none, and the mean stands in for it.</summary>
    [JsonIgnore]
    public double PeakPerSecond => Kind is ArrivalKind.Ramp or ArrivalKind.Steps ? Math.Max(First, RatePerSecond) : RatePerSecond;

    private double First => Kind == ArrivalKind.Steps && Steps <= 1 ? RatePerSecond : FromPerSecond;

    private double StepSeconds => DurationSeconds / Math.Max(1, Steps);

    private int Together => Math.Max(1, BurstSize);

    /// <summary>
    /// How many requests become due. Poisson's are drawn one by one for it; the others' follow from the integral of the rate.
    /// </summary>
    public long Count() => Kind switch
    {
        ArrivalKind.Poisson => PoissonTimes().LongCount(),
        ArrivalKind.Steps => Whole(BeforeStep(Math.Max(1, Steps))),
        ArrivalKind.Bursts => Whole(RatePerSecond * DurationSeconds / Together) * Together,
        _ => Whole(MeanPerSecond * DurationSeconds),
    };

    /// <summary>
    /// When each request is due, ascending, from 0 to less than the duration. Nothing is kept: a day's load costs no memory.
    /// </summary>
    internal IEnumerable<double> Times() => Kind switch
    {
        ArrivalKind.Poisson => PoissonTimes(),
        ArrivalKind.Steps => StepTimes(),
        ArrivalKind.Ramp => NumberedTimes(RampTime),
        ArrivalKind.Bursts => NumberedTimes(number => number / Together * (Together / RatePerSecond)),
        _ => NumberedTimes(number => number / RatePerSecond),
    };

    /// <summary>
    /// The most requests that become due within any so many seconds: of a constant rate on average, of the others counted.
    /// </summary>
    internal double MostWithin(double seconds)
    {
        if (Kind == ArrivalKind.Constant)
        {
            return Math.Min(Count(), RatePerSecond * Math.Max(0, seconds));
        }

        using var gone = Times().GetEnumerator();
        var (most, within, isLeft) = (0L, 0L, gone.MoveNext());
        foreach (var due in Times())
        {
            for (within++; isLeft && gone.Current <= due - seconds; isLeft = gone.MoveNext())
            {
                within--;
            }

            most = Math.Max(most, within);
        }

        return most;
    }

    // Numbers 0 … whole − 1 are due before the end. A product that should be a whole number may come out a little above it: by 1e-9 or,
    // of large ones, by the last two of their bits.
    private static long Whole(double requests) =>
        requests > 0 ? Math.Max(0, (long)Math.Ceiling(requests - Math.Max(1e-9, requests * LastBits))) : 0;

    private IEnumerable<double> NumberedTimes(Func<long, double> time)
    {
        var count = Count();
        var last = Math.BitDecrement(DurationSeconds);
        for (var number = 0L; number < count; number++)
        {
            yield return Math.Min(time(number), last);
        }
    }

    // Where from·t + (to − from)·t² ÷ 2d reaches the number. In this form of the root a flat ramp divides by twice the rate, not by zero.
    private double RampTime(long number)
    {
        var slope = (RatePerSecond - FromPerSecond) / DurationSeconds;
        var speed = Math.Sqrt(Math.Max(0, (FromPerSecond * FromPerSecond) + (2 * slope * number)));
        return number == 0 ? 0 : 2 * number / (FromPerSecond + speed);
    }

    private IEnumerable<double> StepTimes()
    {
        var last = Math.BitDecrement(DurationSeconds);
        for (var step = 0; step < Math.Max(1, Steps); step++)
        {
            var before = BeforeStep(step);
            var end = Whole(BeforeStep(step + 1));
            for (var number = Whole(before); number < end; number++)
            {
                var time = (step * StepSeconds) + ((number - before) / Math.Max(StepRate(step), double.Epsilon));
                yield return Math.Min(Math.Clamp(time, step * StepSeconds, (step + 1) * StepSeconds), last);
            }
        }
    }

    private double StepRate(int step) => Steps <= 1 ? RatePerSecond : First + ((RatePerSecond - First) * step / (Steps - 1));

    // The sum of an arithmetic series: the mean of its ends, as often as it has members.
    private double BeforeStep(int step) => step == 0 ? 0 : (First + StepRate(step - 1)) / 2 * step * StepSeconds;

    private IEnumerable<double> PoissonTimes()
    {
        var random = new SplitMix64(unchecked((ulong)Seed));
        var time = 0.0;
        while (RatePerSecond > 0)
        {
            time -= Math.Log(1 - random.NextUnit()) / RatePerSecond;
            if (time >= DurationSeconds)
            {
                yield break;
            }

            yield return time;
        }
    }
}
