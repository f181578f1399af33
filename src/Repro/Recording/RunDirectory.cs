using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Repro.Recording;

/// <summary>The names of a run's files, and how the ones that are written at once are written.</summary>
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
    public const string RestartsName = "restarts.ndjson";
    public const string LogName = "log";

    /// <summary>What the program said that sent the load in a host.</summary>
    public static string OutputName(string host) => $"{host}.output";

    /// <summary>Where the lab that measured the machine is recorded, in the form of a case.</summary>
    public const string CalibrationPlace = "calibration";

    public static FileJson Json { get; } = new(ReadableJson.From(FileJson.Default.Options));

    /// <summary>The files that conclusions are drawn from, and whose lines are counted.</summary>
    public static IReadOnlyList<string> RawNames { get; } = [LoadName, ProxyName, SocketsName];

    /// <summary>A case's folder within its run's, with slashes.</summary>
    public static string CasePlace(string caseId) => $"cases/{caseId}";

    public static string CalibrationFolder(string run) => Path.Combine(run, CalibrationPlace);

    public static string CaseFolder(string run, string caseId) => Path.Combine(run, "cases", caseId);

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) =>
        OutputFolder.At(Path.GetDirectoryName(Path.GetFullPath(path))!)
            .Write(Path.GetFileName(path), JsonSerializer.Serialize(value, type) + "\n");
}
