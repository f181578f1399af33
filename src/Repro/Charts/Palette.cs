namespace Repro.Charts;

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
    public const string Other = "#56b4e9";
    public const string Ink = "#1b1f24";
    public const string Muted = "#57606a";
    public const string Line = "#8c959f";
    public const string Grid = "#e4e8ec";
    public const string Band = "#f3f5f7";
    public const string Paper = "#ffffff";

    // The first is the baseline's, whatever it is compared with.
    private static readonly string[] Labels =
    [
        "#4d5560", "#0072b2", "#009e73", "#cc79a7", "#b98000", "#2f8fc4", "#8a3b76", "#7f6a00",
        "#005a8c", "#6b4fa0", "#00785a", "#a04c7c", "#8f6500", "#6f7780", "#1f78a4", "#5f5000",
    ];

    private static readonly Dictionary<string, string> Dark = new()
    {
        [Paper] = "#161b22",
        [Ink] = "#e6edf3",
        [Muted] = "#9aa4af",
        [Line] = "#6e7681",
        [Grid] = "#2b3138",
        [Band] = "#1d232b",
        [Ok] = "#4ba3dc",
        [Failed] = "#f0803c",
        [TimeWait] = "#e6a93a",
        [FinWait] = "#d98bb5",
        [Established] = "#2fbf94",
        ["#4d5560"] = "#aeb7c0",
        ["#b98000"] = "#e0a82e",
        ["#2f8fc4"] = "#7cc4ee",
        ["#7f6a00"] = "#c4ac33",
        ["#005a8c"] = "#3d8cc4",
        ["#8a3b76"] = "#c47ab2",
        ["#6b4fa0"] = "#a78bd6",
        ["#00785a"] = "#24a37d",
        ["#a04c7c"] = "#c9739f",
        ["#8f6500"] = "#c08f2d",
        ["#6f7780"] = "#8f98a1",
        ["#1f78a4"] = "#5fb0d8",
        ["#5f5000"] = "#a8943a",
    };

    /// <summary>Every colour that has another one in the dark.</summary>
    public static IEnumerable<(string Light, string Dark)> Pairs => Dark.Select(pair => (pair.Key, pair.Value));

    /// <summary>The colour of a label, the same in every figure of a run.</summary>
    /// <param name="index">The label's place in the run.</param>
    public static string Label(int index) => Labels[index % Labels.Length];

    /// <summary>The colour of a TCP state.</summary>
    public static string State(string state) => state switch
    {
        "TIME_WAIT" => TimeWait,
        "ESTABLISHED" => Established,
        "FIN_WAIT_2" => FinWait,
        "SYN_SENT" => Failed,
        "CLOSE_WAIT" => "#7f6a00",
        "SYN_RECV" => Ok,
        _ => Other,
    };
}
