using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Repro.Recording;

/// <summary>The names of a run's files, and how the ones that are written at once are written and read.</summary>
internal static class RunDirectory
{
    public const string RunName = "run.json";
    public const string SummaryName = "summary.json";
    public const string ComparisonName = "comparison.json";
    public const string ReportName = "report.html";
    public const string MarkdownName = "report.md";
    public const string CsvName = "summary.csv";
    public const string ScenarioName = "scenario.yaml";
    public const string ChartsName = "charts";
    public const string SeriesName = "series";

    public const string CaseName = "case.json";
    public const string EndName = "end.json";
    public const string LoadName = "load.ndjson";
    public const string ProxyName = "proxy.ndjson";
    public const string SocketsName = "sockets.ndjson";
    public const string LogName = "log";

    public static FileJson Json { get; } = new(ReadableJson.From(FileJson.Default.Options));

    /// <summary>Where the lab that measured the machine is recorded, in the form of a case.</summary>
    public static string CalibrationFolder(string run) => Path.Combine(run, "calibration");

    public static string CaseFolder(string run, string caseId) => Path.Combine(run, "cases", caseId);

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type)
    {
        var whole = path + ".new";
        File.WriteAllText(whole, JsonSerializer.Serialize(value, type) + "\n");
        File.Move(whole, path, overwrite: true);
    }

    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), type) ?? throw new JsonException("it says null");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ReproException(
                FailureKind.BadInput, $"{path} can't be read: {exception.Message}", "Give the directory of a run as repro run made it.");
        }
    }
}
