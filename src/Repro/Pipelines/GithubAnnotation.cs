using System.Globalization;

namespace Repro.Pipelines;

/// <summary>Checks as GitHub's workflow commands: lines of output that GitHub shows beside the file that they name.</summary>
internal static class GithubAnnotation
{
    // GitHub shows ten of each level of a step.
    private const int MostOfLevel = 10;

    /// <summary>A line for each check that has not passed: an error for what is not met, a warning for what says nothing.</summary>
    /// <param name="list">The checks.</param>
    /// <param name="workspace">The folder of the repository, whose files are named by their paths in it; null where nobody knows.</param>
    public static IEnumerable<string> Of(CheckList list, string? workspace) =>
        from outcome in new[] { CheckOutcome.Failed, CheckOutcome.Error }
        from check in Few(list.Checks.Where(check => check.Outcome == outcome).ToList())
        select Of(check, outcome == CheckOutcome.Failed ? "error" : "warning", workspace);

    // The last that is shown tells of those that are not.
    private static IEnumerable<Check> Few(List<Check> checks) => checks.Count <= MostOfLevel
        ? checks
        : checks.Take(MostOfLevel - 1).Append(new Check(
            "repro", "and more", checks[0].Outcome,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{checks.Count - MostOfLevel + 1} more like these; the job's summary and the run's report have them all")));

    private static string Of(Check check, string level, string? workspace)
    {
        var properties = new List<(string Name, string Value)>();
        if (check.File is { } file && check.Line is { } line)
        {
            properties.Add(("file", PathIn(workspace, file)));
            properties.Add(("line", line.ToString(CultureInfo.InvariantCulture)));
            properties.Add(("col", (check.Column ?? 1).ToString(CultureInfo.InvariantCulture)));
        }

        properties.Add(("title", $"{check.Group}: {check.Name}"));
        return $"::{level} {string.Join(",", properties.Select(property => $"{property.Name}={Property(property.Value)}"))}"
            + $"::{Data(check.Message ?? check.Name)}";
    }

    private static string PathIn(string? workspace, string file)
    {
        var full = Path.GetFullPath(file);
        var relative = workspace is null ? file : Path.GetRelativePath(Path.GetFullPath(workspace), full);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? file : relative).Replace('\\', '/');
    }

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
