namespace Repro.Charts;

/// <summary>Colours that the colour-blind can tell apart (Okabe and Ito, jfly.uni-koeln.de/color), and the greys of a chart's frame.</summary>
internal static class Palette
{
    public const string Ok = "#0072b2";
    public const string Failed = "#d55e00";
    public const string TimeWait = "#e69f00";
    public const string Ink = "#1b1f24";
    public const string Muted = "#57606a";
    public const string Grid = "#e4e8ec";
    public const string Paper = "#ffffff";

    private static readonly string[] Cases =
        ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f6a00", "#333333"];

    /// <summary>The colour of a case, the same in every figure of a run.</summary>
    /// <param name="index">The case's place in the run.</param>
    public static string Case(int index) => Cases[index % Cases.Length];
}
