using Repro.Analysis;
using Repro.Linux;

namespace Repro.Charts;

/// <summary>All figures of a run, and their files.</summary>
internal static class ChartBook
{
    /// <summary>How many pixels of a PNG one of the drawing's takes.</summary>
    public const int PngScale = 2;

    /// <summary>Draws every figure: failures of all cases first, then a timeline of each.</summary>
    public static IReadOnlyList<Figure> Draw(RunConclusions conclusions) =>
    [
        FailuresFigure.Draw(conclusions),
        .. conclusions.Summary.Cases.Zip(conclusions.Series)
            .Where(pair => pair.First.Measured is not null)
            .Select(pair => TimelineFigure.Draw(conclusions.Summary, pair.First, pair.Second)),
    ];

    /// <summary>Writes each figure as SVG, and as PNG where librsvg is present.</summary>
    public static void Write(IReadOnlyList<Figure> figures, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var figure in figures)
        {
            var svg = figure.Drawing.ToBytes();
            File.WriteAllBytes(Path.Combine(directory, figure.Name + ".svg"), svg);
            if (Rsvg.IsPresent)
            {
                Rsvg.WritePng(
                    svg, figure.Drawing.Width * PngScale, figure.Drawing.Height * PngScale, Path.Combine(directory, figure.Name + ".png"));
            }
        }
    }
}
