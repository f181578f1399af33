using Repro.Drawing;

namespace Repro.Charts;

/// <summary>A figure: its file's name without an ending, and the drawing.</summary>
/// <param name="Name">Name of the file without its ending.</param>
/// <param name="Drawing">The drawing.</param>
internal sealed record Figure(string Name, Picture Drawing)
{
    /// <summary>What it says.</summary>
    public string Title => Drawing.Title;

    /// <summary>Plots over which a page says the values under the pointer.</summary>
    public IReadOnlyList<HoverPlot> Hover { get; init; } = [];

    /// <summary>The case that it is of; null for one of the whole run.</summary>
    public string? CaseId { get; init; }
}

/// <summary>A plot over time with the values that are drawn in it.</summary>
/// <param name="Left">Pixel of its left edge, of time zero.</param>
/// <param name="Top">Pixel of its upper edge.</param>
/// <param name="Right">Pixel of its right edge.</param>
/// <param name="Bottom">Pixel of its lower edge.</param>
/// <param name="Seconds">The time at its right edge.</param>
/// <param name="CaseId">The case that it is of.</param>
/// <param name="Lines">What is drawn.</param>
internal sealed record HoverPlot(
    double Left, double Top, double Right, double Bottom, double Seconds, string CaseId, IReadOnlyList<HoverLine> Lines);

/// <summary>A line of a plot: each value holds from its moment to the next one.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="T">Moments in seconds, ascending.</param>
/// <param name="V">The value from each moment on.</param>
internal sealed record HoverLine(string Name, IReadOnlyList<double> T, IReadOnlyList<double> V);
