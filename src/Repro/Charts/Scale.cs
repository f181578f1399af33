namespace Repro.Charts;

/// <summary>A linear axis: values to pixels, with ticks at round values.</summary>
/// <param name="Maximum">The value at the far end; the near end is zero.</param>
/// <param name="From">Pixel of zero.</param>
/// <param name="To">Pixel of <paramref name="Maximum"/>.</param>
internal readonly record struct Scale(double Maximum, double From, double To)
{
    public double this[double value] => From + ((To - From) * value / Maximum);

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, at most <paramref name="most"/> steps of them; three at least are wanted.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        var raw = Maximum / most;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = new[] { 1.0, 2, 5, 10 }.First(factor => factor * magnitude >= raw - 1e-12) * magnitude;
        var count = (int)Math.Floor((Maximum / step) + 1e-9);
        return [.. Enumerable.Range(0, count + 1).Select(index => index * step)];
    }
}
