namespace Repro.Expectations;

/// <summary>Something that a scenario may expect of a case.</summary>
/// <param name="Name">Its key: that of summary.json, without its unit.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Better">Which of two values is the better one.</param>
/// <param name="Meaning">What it is.</param>
internal sealed record ExpectableFigure(string Name, FigureUnit Unit, Better Better, string Meaning)
{
    /// <summary>Whether it may be that it never comes.</summary>
    public bool MayBeNever { get; init; }

    /// <summary>Whether it is of all rates of a label together, and not of one case.</summary>
    public bool IsOfLabel { get; init; }

    /// <summary>
    /// Whether like runs come to the same, but for little: it follows from ports, hold times and the load, and not from how fast a machine
    /// is.
    /// </summary>
    public bool IsSteady { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Which of two values of a figure is the better one.</summary>
internal enum Better
{
    /// <summary>Neither: it is another.</summary>
    Neither,

    /// <summary>The higher.</summary>
    Higher,

    /// <summary>The lower.</summary>
    Lower,
}
