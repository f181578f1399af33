using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>Conclusions of several runs to their comparison: a pure function.</summary>
internal static class ComparisonAnalysis
{
    // A longer value is no name.
    private const int LongestName = 32;

    // What a run goes by that was recorded before there was a key.
    private static readonly IReadOnlyDictionary<string, string?> Defaults =
        Leaves("", ScenarioFile.ToJson(new Scenario())).ToDictionary();

    private static readonly ComparedResult Unreadable = new(Verdicts.Invalid, HasFigures: false, 0, null, null, null, null);

    /// <summary>Compares runs.</summary>
    /// <param name="runs">Each run's directory and what was concluded from it, at least two.</param>
    public static RunComparison Compare(IReadOnlyList<(string Directory, RunConclusions Conclusions)> runs)
    {
        var summaries = runs.Select(run => run.Conclusions.Summary).ToList();
        var differences = Differences([.. runs.Select(run => run.Conclusions)]);
        return new RunComparison
        {
            Runs = [.. Names(runs, differences).Zip(runs, (name, run) => new ComparedRun(name, run.Directory, run.Conclusions.Summary))],
            Differences = differences,
            Cases = [.. summaries.SelectMany(run => run.Cases).DistinctBy(row => row.Id).Select(row => Compare(row, summaries))],
            Thresholds = [.. summaries.SelectMany(run => run.Thresholds).Select(row => row.Label).Distinct()
                .Select(label => Compare(label, summaries))],
        };
    }

    private static ComparedCase Compare(CaseSummary first, IReadOnlyList<RunSummary> runs) => new(
        first.Id,
        first.Label,
        first.OfferedPerSecond,
        [.. runs.Select(run => run.Cases.FirstOrDefault(row => row.Id == first.Id) is { } row
            ? new ComparedResult(
                row.Verdict,
                row.HasFigures,
                row.DurationSeconds,
                row.HasFigures ? row.FirstFailureSeconds : null,
                row.Predicted.OnsetSeconds,
                row.Measured?.Ok,
                row.Measured?.Failed)
            : run.Unreadable.Any(item => item.Id == first.Id) ? Unreadable : null)]);

    private static ComparedThreshold Compare(string label, IReadOnlyList<RunSummary> runs) => new(
        label,
        [.. runs.Select(run => run.Thresholds.FirstOrDefault(row => row.Label == label)).Select(row => row is null
            ? null
            : new ComparedThresholdResult(
                row.PredictedPerSecond, row.CarriedPerSecond, row.FailedPerSecond, row.GoodputPerSecond, row.SafePerSecond))]);

    private static List<ConditionDifference> Differences(IReadOnlyList<RunConclusions> runs)
    {
        return
        [
            .. Differing(run => Facts(run.Summary), _ => null),
            .. Differing(run => Leaves("", run.Scenario), key => Defaults.GetValueOrDefault(key)),
        ];

        IEnumerable<ConditionDifference> Differing(
            Func<RunConclusions, IEnumerable<KeyValuePair<string, string?>>> read, Func<string, string?> unless)
        {
            var facts = runs.Select(run => read(run).ToDictionary()).ToList();
            return from name in facts.SelectMany(fact => fact.Keys).Distinct()
                   let values = facts.Select(fact => fact.TryGetValue(name, out var value) ? value : unless(name)).ToList()
                   where values.Distinct().Count() > 1
                   select new ConditionDifference(name, values);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Facts(RunSummary run) =>
    [
        new("lab", run.Lab),
        new("kernel", run.Kernel),
        .. run.Proxies.Select(proxy => KeyValuePair.Create(proxy.Key, (string?)proxy.Value)),
        new("container engine", run.Engine),
        new("HZ", Text(run.Hertz)),
        new("TIME_WAIT timer", run.TimeWaitSeconds is { } seconds ? $"{Text(Math.Round(seconds, 1))} s" : null),
        new("processors", Text(run.Processors)),
        new("architecture", run.Architecture),
        new("runtime", run.Runtime),
        new("repro", run.Version),
    ];

    // The keys of a scenario, as --set takes them.
    private static IEnumerable<KeyValuePair<string, string?>> Leaves(string path, JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Leaves(path.Length == 0 ? pair.Key : $"{path}.{pair.Key}", pair.Value)),
        JsonArray list => [new(path, string.Join(", ", list.Select(item => item is JsonValue ? item.ToString() : item?.ToJsonString())))],
        _ => [new(path, node?.ToString())],
    };

    // By the first condition that tells all of them apart, else by their directories.
    private static List<string> Names(
        IReadOnlyList<(string Directory, RunConclusions Conclusions)> runs, IReadOnlyList<ConditionDifference> differences)
    {
        var telling = differences.FirstOrDefault(difference =>
            difference.Values.All(value => value is { Length: > 0 and <= LongestName })
                && difference.Values.Distinct().Count() == runs.Count);
        if (telling is not null)
        {
            return [.. telling.Values.Select(value =>
                telling.Name is "lab" or "kernel" or "name" || value!.All(char.IsLetter) ? value! : $"{telling.Name} {value}")];
        }

        var directories = runs.Select(run => run.Directory).ToList();
        return directories.Distinct().Count() == directories.Count
            ? directories
            : [.. directories.Select((name, index) => $"{name} ({Text(index + 1)})")];
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
