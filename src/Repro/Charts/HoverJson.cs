using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Charts;

/// <summary>What a page's script is told, as JSON that is safe inside of a script element.</summary>
internal static class HoverJson
{
    private const int Digits = 3;

    /// <summary>The plots of each figure, by its name.</summary>
    public static string Plots(IEnumerable<Figure> figures) => JsonSerializer.Serialize(
        figures.Where(figure => figure.Hover.Count > 0).ToDictionary(figure => figure.Name, figure => figure.Hover.Select(Of).ToList()),
        HoverContext.Default.DictionaryStringListPlot);

    /// <summary>The cases of each label.</summary>
    public static string Labels(IEnumerable<(string Label, string Case)> cases) => JsonSerializer.Serialize(
        cases.GroupBy(item => item.Label, item => item.Case).ToDictionary(label => label.Key, label => label.ToList()),
        HoverContext.Default.DictionaryStringListString);

    /// <summary>A list of cases.</summary>
    public static string Cases(IEnumerable<string> ids) => JsonSerializer.Serialize(ids.ToList(), HoverContext.Default.ListString);

    private static Plot Of(HoverPlot plot) => new(
        plot.CaseId,
        Rounded(plot.Left),
        Rounded(plot.Top),
        Rounded(plot.Right),
        Rounded(plot.Bottom),
        plot.Seconds,
        [.. plot.Lines.Select(line => new Line(line.Name, [.. line.T.Select(Rounded)], [.. line.V.Select(Rounded)]))]);

    private static double Rounded(double value) => Math.Round(value, Digits);

    internal sealed record Plot(
        string Case, double Left, double Top, double Right, double Bottom, double Seconds, IReadOnlyList<Line> Lines);

    internal sealed record Line(string Name, IReadOnlyList<double> T, IReadOnlyList<double> V);
}

/// <summary>The JSON of a page's script.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, List<HoverJson.Plot>>))]
[JsonSerializable(typeof(Dictionary<string, List<string>>))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class HoverContext : JsonSerializerContext;
