namespace Repro.Benchmarks.Measuring;

/// <summary>What a row is measured against.</summary>
/// <param name="Text">The goal in words.</param>
/// <param name="IsMet">Whether a value meets it.</param>
internal sealed record Goal(string Text, Predicate<double> IsMet)
{
    public static Goal AtLeast(double limit, string unit) => new($"≥ {Series.Text(limit)} {unit}", value => value >= limit);

    public static Goal AtMost(double limit, string unit) => new($"≤ {Series.Text(limit)} {unit}", value => value <= limit);
}
