namespace Repro.Expectations;

/// <summary>
/// What a run says of a figure: a value, or the two that it lies between; infinity where it never comes, or nobody knows how far it goes.
/// </summary>
/// <param name="Least">It is this at least.</param>
/// <param name="Most">It is this at the most.</param>
internal sealed record FigureValue(double Least, double Most)
{
    /// <summary>It never comes, and the run has shown it.</summary>
    public static FigureValue Never { get; } = At(double.PositiveInfinity);

    /// <summary>The one value; null where it is not known.</summary>
    public double? Value => Least == Most && double.IsFinite(Least) ? Least : null;

    /// <summary>A value.</summary>
    public static FigureValue At(double value) => new(value, value);

    /// <summary>A value, or null where there is none.</summary>
    public static FigureValue? Of(double? value) => value is { } known ? At(known) : null;

    /// <summary>As people read it.</summary>
    public string Text(FigureUnit unit) => (Least, Most) switch
    {
        var (least, most) when least == most => FigureText.Of(least, unit),
        (double.NegativeInfinity, var most) => $"{FigureText.Of(most, unit)} at the most",
        (var least, double.PositiveInfinity) => $"{FigureText.Of(least, unit)} at least",
        var (least, most) => $"between {FigureText.Of(least, unit)} and {FigureText.Of(most, unit)}",
    };
}
