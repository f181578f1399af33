using Repro.Analysis;

namespace Repro.Charts;

/// <summary>What a report says, whatever it is written in: findings, tables, notes, and how to run it again.</summary>
internal static class ReportText
{
    private const string Output = "--out";

    /// <summary>What else there is to say of the run as a whole.</summary>
    public static IEnumerable<string> Findings(RunSummary run)
    {
        if (RunFinding.Threshold(run) is { } threshold && !RunFinding.Headline(run).StartsWith(threshold, StringComparison.Ordinal))
        {
            yield return threshold + ".";
        }

        if (RunFinding.Delay(run) is var delay && delay != RunFinding.Onset(run))
        {
            yield return delay + ".";
        }

        foreach (var hop in run.Cases.Where(row => row is { HasFigures: true, RanOut: true }).GroupBy(row => row.Hop))
        {
            yield return $"{hop.Key} ran out in {hop.Count()} of {run.Cases.Count(row => row.HasFigures)} "
                + $"{Noun.Of(run.Cases.Count(row => row.HasFigures), "case")}.";
        }

        if (run.Cases.Count(row => row.NeverFails && row.DurationSeconds < row.HoldSeconds) is > 0 and var brief)
        {
            yield return $"In {brief} of the cases without a failure the load ended before the first port came back: that it could go on "
                + "is a prediction.";
        }

        foreach (var remark in RunFinding.FreeAtOnce(run))
        {
            yield return remark;
        }

        foreach (var id in run.NotBegun)
        {
            yield return $"{id} was not run: the run was cut off before.";
        }

        if (run.Article is { } article)
        {
            yield return ArticleText.Of(article);
        }
    }

    /// <summary>Why thresholds were not measured, and whose.</summary>
    public static IEnumerable<string> NotMeasured(RunSummary run) =>
        from why in run.Thresholds.Where(row => row.NotMeasured is not null).GroupBy(row => row.NotMeasured)
        select $"Not measured for {AnswerText.Named([.. why.Select(row => row.Label)])}: {why.Key}.";

    /// <summary>Each mitigation: what it changes, when it is unsafe, and what shows that it acted.</summary>
    public static IEnumerable<(string Label, IReadOnlyList<(string Term, string Text)> Notes)> Mitigations(RunSummary run) =>
        from label in run.Cases.GroupBy(row => row.Label)
        let first = label.First()
        let notes = new (string Term, string? Text)[]
        {
            ("Changes", first.Summary),
            ("Safety", first.IsBaseline ? null : first.Risk),
            ("Ports", first.FreeAtOnce),
            ("Evidence", Evidence(label.ToList())),
        }
        where label.Any(row => !row.IsBaseline || row.Evidence.Count > 0 || row.FreeAtOnce is not null)
        select (
            label.Key,
            (IReadOnlyList<(string, string)>)[.. notes.Where(note => !string.IsNullOrEmpty(note.Text))
                .Select(note => (note.Term, note.Text!))]);

    /// <summary>Every case that says nothing, and every figure that is not there; and why.</summary>
    public static IEnumerable<(string Case, string Why)> Invalid(RunSummary run, Legend legend) =>
        run.Cases.Where(row => !row.Valid).Select(row => (legend.Name(row), string.Join("; ", row.InvalidReasons)))
            .Concat(run.Unreadable.Select(item => (item.Id, item.Reason)))
            .Concat(run.Undrawn.Select(item => (item.Name, item.Reason)));

    /// <summary>The command that makes the run again; not into the same directory.</summary>
    public static string Command(RunSummary run) => $"repro {string.Join(' ', run.Arguments
        .Where((argument, index) => argument != Output
            && !argument.StartsWith($"{Output}=", StringComparison.Ordinal)
            && run.Arguments.ElementAtOrDefault(index - 1) != Output)
        .Select(Quoted))}";

    /// <summary>Where, on what and by which program it was made.</summary>
    public static IEnumerable<(string Term, string Text)> Conditions(RunSummary run) =>
    [
        ("Run", run.Started),
        ("Lab", run.Engine is { } engine ? $"{run.Lab}, {engine}" : run.Lab),
        ("Kernel", $"{run.Kernel}, HZ={run.Hertz}"),
        ("Machine", $"{run.Processors} {Noun.Of(run.Processors, "processor")}, {run.Architecture}"),
        ("TIME_WAIT", run.TimeWaitSeconds is { } seconds
            ? $"set to {Format.Seconds(seconds)}, as measured before the cases; the timer wheel rounds it up"
            : "not measured; predictions stand on 60 s"),
        ("Repro", $"{run.Version}, {run.Runtime}"),
        .. run.Proxies.Select(proxy => (proxy.Key, proxy.Value)),
    ];

    // What all cases of a label show is said once.
    private static string Evidence(IReadOnlyList<CaseSummary> cases)
    {
        var common = cases.Select(row => row.Evidence.AsEnumerable()).Aggregate((all, own) => all.Intersect(own)).ToList();
        var own = cases.Select(row => (row.OfferedPerSecond, More: row.Evidence.Except(common).ToList())).Where(item => item.More.Count > 0)
            .Select(item => $"at {Format.Rate(item.OfferedPerSecond)}: {string.Join(", ", item.More)}");
        return string.Join("; ", common.Concat(own));
    }

    // A control character would break the line, or be obeyed: $'' has a way to write it.
    private static string Quoted(string argument) =>
        argument.Any(char.IsControl) ? $"$'{string.Concat(argument.Select(Escaped))}'"
        : argument.Length > 0
            && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:@%+,".Contains(letter, StringComparison.Ordinal))
            ? argument
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Escaped(char letter) => letter switch
    {
        '\n' => "\\n",
        '\t' => "\\t",
        '\'' or '\\' => $"\\{letter}",
        _ when char.IsControl(letter) => $"\\u{(int)letter:x4}",
        _ => letter.ToString(),
    };
}
