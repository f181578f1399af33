using System.Globalization;

namespace Repro.Benchmarks.Measuring;

/// <summary>What one contender came to in each round; a round that failed has no value.</summary>
internal sealed record Series(IReadOnlyList<double?> Rounds)
{
    private IReadOnlyList<double> Values => [.. Rounds.OfType<double>().Order()];

    public bool IsEmpty => Values.Count == 0;

    public double Median => Values is { Count: > 0 } values
        ? (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2
        : double.NaN;

    public double Least => Values is { Count: > 0 } values ? values[0] : double.NaN;

    public double Most => Values is { Count: > 0 } values ? values[^1] : double.NaN;

    /// <summary>This over another, round by round: what both rounds share of the machine's mood falls out of it.</summary>
    public Series Over(Series other) => new([.. Rounds.Zip(other.Rounds, (one, two) => two is 0 ? null : one / two)]);

    public Series Times(double factor) => new([.. Rounds.Select(value => value * factor)]);

    /// <summary>The median, and between which values all rounds lie: <c>0.90 (0.88–0.93)</c>.</summary>
    public override string ToString() =>
        IsEmpty ? "not measured" : Values.Count == 1 ? Text(Median) : $"{Text(Median)} ({Text(Least)}–{Text(Most)})";

    /// <summary>A number to three digits.</summary>
    public static string Text(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }
}
