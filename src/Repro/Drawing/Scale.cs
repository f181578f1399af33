namespace Repro.Drawing;

/// <summary>An axis: values to pixels, with ticks at round values.</summary>
internal interface IScale
{
    /// <summary>Pixel of the near end.</summary>
    double From { get; }

    /// <summary>Pixel of the far end.</summary>
    double To { get; }

    /// <summary>Pixel of a value.</summary>
    double this[double value] { get; }

    /// <summary>The value at the near end.</summary>
    double Minimum { get; }

    /// <summary>The value at the far end.</summary>
    double Maximum { get; }

    /// <summary>A value as a linear axis has it.</summary>
    double Linear(double value);

    /// <summary>Round values, at most <paramref name="most"/> steps of them.</summary>
    IReadOnlyList<double> Ticks(int most);
}

/// <summary>A linear axis from zero.</summary>
/// <param name="Maximum">The value at the far end.</param>
/// <param name="From">Pixel of zero.</param>
/// <param name="To">Pixel of <paramref name="Maximum"/>.</param>
internal sealed record Scale(double Maximum, double From, double To) : IScale
{
    public double Minimum => 0;

    public double this[double value] => From + ((To - From) * value / Maximum);

    public double Linear(double value) => value;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten; three at least are wanted.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        var raw = Maximum / most;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = new[] { 1.0, 2, 5, 10 }.First(factor => factor * magnitude >= raw - 1e-12) * magnitude;
        var count = (int)Math.Floor((Maximum / step) + 1e-9);
        return [.. Enumerable.Range(0, count + 1).Select(index => index * step)];
    }
}

/// <summary>A logarithmic axis.</summary>
/// <param name="Minimum">The value at the near end, above zero.</param>
/// <param name="Maximum">The value at the far end, above <paramref name="Minimum"/>.</param>
/// <param name="From">Pixel of <paramref name="Minimum"/>.</param>
/// <param name="To">Pixel of <paramref name="Maximum"/>.</param>
internal sealed record LogScale(double Minimum, double Maximum, double From, double To) : IScale
{
    private static readonly double[][] Mantissas = [[1, 2, 5], [1, 3], [1]];

    public double this[double value] => From + ((To - From) * Math.Log(value / Minimum) / Math.Log(Maximum / Minimum));

    public double Linear(double value) => Math.Log10(value);

    /// <summary>1, 2 and 5 times powers of ten, or as many of them as there is room for.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        var first = (int)Math.Floor(Math.Log10(Minimum));
        var last = (int)Math.Ceiling(Math.Log10(Maximum));
        var candidates = Mantissas.Select(mantissas => Within(first, last, 1, mantissas))
            .Concat(Enumerable.Range(2, Math.Max(1, last - first)).Select(decades => Within(first, last, decades, [1])));
        return candidates.First(ticks => ticks.Count <= most + 1);
    }

    private List<double> Within(int first, int last, int everyDecade, double[] mantissas) =>
    [
        .. from decade in Enumerable.Range(0, ((last - first) / everyDecade) + 1)
           from mantissa in mantissas
           // Division keeps 0.001 what it is.
           let power = first + (decade * everyDecade)
           let value = power < 0 ? mantissa / Math.Pow(10, -power) : mantissa * Math.Pow(10, power)
           where value >= Minimum * (1 - 1e-9) && value <= Maximum * (1 + 1e-9)
           select value,
    ];
}

/// <summary>An axis whose values are the page's pixels.</summary>
/// <param name="From">Pixel of the near end.</param>
/// <param name="To">Pixel of the far end.</param>
internal sealed record PixelScale(double From, double To) : IScale
{
    public double Minimum => From;

    public double Maximum => To;

    public double this[double value] => value;

    public double Linear(double value) => value;

    /// <summary>Pixels have no ticks.</summary>
    public IReadOnlyList<double> Ticks(int most) => [];
}
