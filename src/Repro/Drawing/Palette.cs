using System.Globalization;

namespace Repro.Drawing;

/// <summary>
/// Colours that the colour-blind can tell apart (Okabe and Ito, jfly.uni-koeln.de/color), and the greys of a chart's frame. A drawing has
/// the light ones; a page in the dark replaces each by its partner.
/// </summary>
internal static class Palette
{
    public const string Ok = "#0072b2";
    public const string Failed = "#d55e00";
    public const string TimeWait = "#e69f00";
    public const string FinWait = "#cc79a7";
    public const string Established = "#009e73";
    public const string EstablishedPale = "#7fcdb6";
    public const string CloseWait = "#7f6a00";
    public const string Other = "#56b4e9";
    public const string Ink = "#1b1f24";
    public const string Muted = "#57606a";
    public const string Line = "#8c959f";
    public const string Grid = "#e4e8ec";
    public const string Band = "#f3f5f7";
    public const string Paper = "#ffffff";

    // The first is the baseline's. From the ninth on they are darker and paler kin of those before.
    private static readonly string[] Labels =
    [
        "#4d5560", "#0072b2", "#009e73", "#cc79a7", "#b98000", "#2f8fc4", "#8a3b76", "#7f6a00",
        "#005a8c", "#6b4fa0", "#00785a", "#a04c7c", "#8f6500", "#6f7780", "#1f78a4", "#5f5000",
        "#5a9bd0", "#9a86c8", "#4fb897", "#d99bbd", "#cfa03a", "#7a8a2e", "#b06a95", "#3d6e8f",
    ];

    private static readonly string[] Frame = [Ink, Muted, Line, Grid, Band, Paper];
    private static readonly string[] DarkFrame = ["#e6edf3", "#9aa4af", "#6e7681", "#2b3138", "#1d232b", "#161b22"];

    // A part of the way to white, and to ink.
    private const double Lighter = 0.35;
    private const double Deeper = 0.25;

    /// <summary>Every colour of a drawing, and what takes its place in the dark.</summary>
    public static IEnumerable<(string Light, string Dark)> Pairs =>
    [
        .. Frame.Zip(DarkFrame),
        (Word(Muted), DarkFrame[Array.IndexOf(Frame, Muted)]),
        .. Labels.Concat([Ok, Failed, TimeWait, FinWait, Established, EstablishedPale, Other]).Distinct()
            .Select(colour => (Light: colour, Dark: Mix(colour, "#ffffff", Lighter)))
            .SelectMany(pair => new[] { pair, pair with { Light = Word(pair.Light) } }),
    ];

    /// <summary>A mark's colour for words about it: as thin as letters are, some marks are too pale on paper.</summary>
    public static string Word(string colour) => Mix(colour, Ink, Deeper);

    /// <summary>A colour between two.</summary>
    /// <param name="from">The one.</param>
    /// <param name="to">The other.</param>
    /// <param name="share">How far from the one to the other, 0–1.</param>
    public static string Mix(string from, string to, double share) => "#" + string.Concat(Enumerable.Range(0, 3).Select(part =>
        ((int)Math.Round(Part(from, part) + ((Part(to, part) - Part(from, part)) * share))).ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>The colour of a label, the same in every figure of a run.</summary>
    /// <param name="index">The label's place in the run.</param>
    public static string Label(int index) => Labels[index % Labels.Length];

    private static int Part(string colour, int part) => Convert.ToInt32(colour.Substring(1 + (part * 2), 2), 16);
}
