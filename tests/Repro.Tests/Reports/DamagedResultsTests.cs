using Repro.Analysis;
using Repro.Charts;
using Repro.Cli;
using Repro.Recording;
using Repro.Reports;
using Repro.Scenarios;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Reports;

/// <summary>Reports on results that are damaged, or hostile.</summary>
public sealed class DamagedResultsTests : IDisposable
{
    private static readonly CaseBuilder Delayed =
        new() { Id = "wider-range@500", IsBaseline = false, Onset = 8, PredictedOnset = 8, Capacity = 4000 };

    private readonly TemporaryRun run = new();
    private readonly TemporaryRun output = new();

    public void Dispose()
    {
        run.Dispose();
        output.Dispose();
    }

    [Theory]
    [Trait("Fault", "A3")]
    [InlineData("\"sysctls\": {}", "\"sysctl\": {}", "conditions.clients.sysctl: unknown key 'sysctl'; did you mean 'sysctls'?")]
    [InlineData("\"kind\": \"builtin\"", "\"kind\": \"envoy\"", "conditions.proxy.kind: 'envoy' is not valid here; write builtin, ")]
    [InlineData("\"mode\": \"http\",", "", "conditions.proxy.mode is missing")]
    [InlineData("\"conditions\": {", "\"conditions\": { \"load\": 1 }, \"other\": {", "other is a key that this program does not know")]
    public void Conditions_that_can_not_be_read_are_an_error_with_file_and_key(string from, string to, string problem)
    {
        run.Write(CaseBuilder.Exhausted(), Delayed);
        var path = run.CasePathOf(RunDirectory.CaseName);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at > 0);
        File.WriteAllText(path, text[..at] + to + text[(at + from.Length)..]);

        var damaged = Assert.Single(Report().Unreadable);

        Assert.Equal(TemporaryRun.CaseId, damaged.Id);
        Assert.StartsWith($"cases/none@500/case.json: {problem}", damaged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C4")]
    public void A_case_that_can_not_be_read_is_invalid_wherever_cases_are_listed()
    {
        run.Write(CaseBuilder.Exhausted(), Delayed);
        File.WriteAllText(run.CasePathOf(RunDirectory.CaseName), "{\n");

        var summary = Report();

        Assert.Equal(ExitCode.InvalidCase, ExitCode.Of(summary));
        Assert.Equal("wider-range@500", Assert.Single(summary.Cases).Id);
        var reason = Assert.Single(summary.Unreadable).Reason;
        Assert.StartsWith("cases/none@500/case.json:2: this is not JSON", reason, StringComparison.Ordinal);
        Assert.Contains("| none@500 | – | invalid |", Text("report.md"), StringComparison.Ordinal);
        Assert.Contains("- **none@500**: cases/none@500/case.json:2", Text("report.md"), StringComparison.Ordinal);
        Assert.Contains("(1 of 2 cases is invalid)", Text("report.md"), StringComparison.Ordinal);
        Assert.Contains("<dt>none@500</dt><dd>cases/none@500/case.json:2", Text("report.html"), StringComparison.Ordinal);
        Assert.Contains("\"id\": \"none@500\"", Text("summary.json"), StringComparison.Ordinal);
        Assert.Contains("\nnone@500,,,,,,invalid,,,false,", Text("summary.csv"), StringComparison.Ordinal);
        Assert.Equal(Verdicts.Invalid, Conclusion.Of(summary, output.Directory, null).Findings[^1].Verdict);
    }

    [Fact]
    [Trait("Fault", "C4")]
    public void In_a_comparison_a_case_that_can_not_be_read_is_invalid_too()
    {
        using var other = new TemporaryRun();
        other.Write(CaseBuilder.Exhausted(), Delayed);
        run.Write(CaseBuilder.Exhausted(), Delayed);
        File.WriteAllText(run.CasePathOf(RunDirectory.CaseName), "{\n");

        var comparison = Reporter.WriteComparison([other.Directory, run.Directory], output.Directory, TimeProvider.System).Comparison;

        Assert.Equal([Verdicts.Exhausted, Verdicts.Invalid], comparison.Cases[0].Results.Select(result => result?.Verdict));
        Assert.Contains("none@500: is invalid: cases/none@500/case.json:2", Text("report.md"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "A5")]
    public void Lines_that_are_lost_at_the_end_make_a_case_invalid()
    {
        run.Write(CaseBuilder.Exhausted(), Delayed);
        var path = run.CasePathOf(RunDirectory.LoadName);
        File.WriteAllLines(path, File.ReadAllLines(path).SkipLast(1));

        var summary = Report();

        Assert.Equal((false, Verdicts.Invalid), (summary.Cases[0].Valid, summary.Cases[0].Verdict));
        Assert.Equal(["cases/none@500/load.ndjson: 1 of 100 lines is missing"], summary.Cases[0].InvalidReasons);
        Assert.True(summary.Cases[1].Valid);
        Assert.Contains("load.ndjson: 1 of 100 lines is missing", Text("report.md"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C4")]
    public void A_prediction_whose_end_is_damaged_is_invalid()
    {
        run.Write(CaseBuilder.Exhausted() with { PredictedOnly = "x is missing" }, Delayed);
        Assert.Equal(Verdicts.PredictedOnly, Report().Cases[0].Verdict);
        File.WriteAllText(run.CasePathOf(RunDirectory.EndName), "");

        var summary = Report().Cases[0];

        Assert.Equal((false, Verdicts.Invalid), (summary.Valid, summary.Verdict));
        Assert.Contains("says nothing: cases/none@500/end.json", Text("report.md"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "D4")]
    public void A_case_that_nobody_foresaw_costs_itself_alone()
    {
        run.Write(CaseBuilder.Exhausted(), Delayed);

        var summary = RunAnalysis.Analyze(
            run.Read(), one => _ = one.File.Id == TemporaryRun.CaseId ? throw new OverflowException("too\nmuch") : 0).Summary;

        Assert.Equal(ExitCode.InvalidCase, ExitCode.Of(summary));
        Assert.Equal("wider-range@500", Assert.Single(summary.Cases).Id);
        Assert.Equal(
            new UnreadableCase(
                TemporaryRun.CaseId, "Repro can't make anything of it (OverflowException: too much): this is a bug, please report it"),
            Assert.Single(summary.Unreadable));
    }

    [Fact]
    [Trait("Fault", "D4")]
    public void A_disk_that_is_full_is_no_case_that_nobody_foresaw() => Assert.Throws<IOException>(() =>
    {
        run.Write(CaseBuilder.Exhausted());
        RunAnalysis.Analyze(run.Read(), _ => throw new IOException("full", 28));
    });

    [Fact]
    [Trait("Fault", "D4")]
    public void A_chart_that_can_not_be_drawn_leaves_the_others_and_is_told()
    {
        run.Write(CaseBuilder.Exhausted(), Delayed);
        var conclusions = RunAnalysis.Analyze(run.Read());

        var figures = ChartBook.Draw(
            conclusions with { Series = [conclusions.Series[0] with { Traffic = null! }, conclusions.Series[1]] }, out var undrawn);

        Assert.Contains(figures, figure => figure.Name == "timeline-wider-range@500");
        Assert.Contains(undrawn, item =>
            item.Name == TemporaryRun.CaseId && item.Reason.EndsWith("this is a bug, please report it", StringComparison.Ordinal));
        Assert.Equal(ExitCode.InvalidCase, ExitCode.Of(conclusions.Summary with { Undrawn = undrawn }));
        Assert.Contains(
            $"**{TemporaryRun.CaseId}**: its charts can't be drawn",
            MarkdownReport.Render(conclusions with { Summary = conclusions.Summary with { Undrawn = undrawn } }, figures, "charts"),
            StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Fault", "C1")]
    [InlineData("../../x")]
    [InlineData("/x")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void An_id_that_leads_elsewhere_is_no_path(string id)
    {
        run.Write(CaseBuilder.Exhausted());
        var path = run.CasePathOf(RunDirectory.CaseName);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"id\": \"none@500\"", $"\"id\": \"{id}\"", StringComparison.Ordinal));

        var summary = Reporter.Write(run.Directory, output.PathOf("deep/er"));

        Assert.Contains($"id is {id}, and should be", Assert.Single(summary.Unreadable).Reason, StringComparison.Ordinal);
        Assert.Equal(["deep"], Directory.GetFileSystemEntries(output.Directory).Select(entry => Path.GetFileName(entry)));
        Assert.Equal(["er"], Directory.GetFileSystemEntries(output.PathOf("deep")).Select(entry => Path.GetFileName(entry)));
    }

    [Theory]
    [Trait("Fault", "C1")]
    [InlineData("report.html")]
    [InlineData("report.md")]
    [InlineData("summary.json")]
    [InlineData("summary.csv")]
    [InlineData("scenario.yaml")]
    [InlineData("charts/failures.svg")]
    [InlineData("series/none@500.traffic.csv")]
    public void Nothing_is_written_through_a_link_to_a_file(string name)
    {
        run.Write(CaseBuilder.Exhausted());
        File.WriteAllText(output.PathOf("mine"), "mine");
        Directory.CreateDirectory(Path.GetDirectoryName(run.PathOf(name))!);
        File.CreateSymbolicLink(run.PathOf(name), output.PathOf("mine"));

        var refusal = Assert.Throws<ReproException>(() => Reporter.Write(run.Directory, run.Directory));

        Assert.Contains("is a link to", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(output.PathOf("mine")));
    }

    [Theory]
    [Trait("Fault", "C1")]
    [InlineData("charts")]
    [InlineData("series")]
    public void Nothing_is_written_through_a_link_to_a_folder(string name)
    {
        run.Write(CaseBuilder.Exhausted());
        Directory.CreateSymbolicLink(run.PathOf(name), output.Directory);

        var refusal = Assert.Throws<ReproException>(() => Reporter.Write(run.Directory, run.Directory));

        Assert.Contains($"{run.PathOf(name)} is a link to", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(output.Directory));
    }

    [Fact]
    [Trait("Fault", "C1")]
    public void Nothing_is_read_through_a_link()
    {
        run.Write(CaseBuilder.Exhausted(), Delayed);
        var path = run.CasePathOf(RunDirectory.LoadName);
        File.Move(path, output.PathOf("load"));
        File.CreateSymbolicLink(path, output.PathOf("load"));
        var folder = RunDirectory.CaseFolder(run.Directory, Delayed.Id);
        Directory.Move(folder, output.PathOf("case"));
        Directory.CreateSymbolicLink(folder, output.PathOf("case"));

        var summary = Report();

        Assert.Equal(["cases/none@500/load.ndjson: it is a link, which is not followed"], summary.Cases[0].InvalidReasons);
        Assert.Equal(
            "cases/wider-range@500/case.json: cases/wider-range@500 is a link, which is not followed",
            Assert.Single(summary.Unreadable).Reason);
    }

    [Fact]
    [Trait("Fault", "C1")]
    public async Task A_pipe_in_place_of_a_file_is_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a pipe with a name is made by mkfifo");
        run.Write(CaseBuilder.Exhausted());
        File.Delete(run.CasePathOf(RunDirectory.LoadName));
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", run.CasePathOf(RunDirectory.LoadName));
        await mkfifo.WaitForExitAsync();

        var summary = await Task.Run(Report).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["cases/none@500/load.ndjson: 100 of 100 lines are missing"], summary.Cases[0].InvalidReasons);
    }

    private RunSummary Report() => Reporter.Write(run.Directory, output.Directory);

    private string Text(string name) => File.ReadAllText(output.PathOf(name));
}
