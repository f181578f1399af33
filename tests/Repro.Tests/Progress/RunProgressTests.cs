using System.Text.Json.Nodes;
using Repro.Analysis;
using Repro.Recording;
using Repro.Reports;
using Repro.Scenarios;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Progress;

public sealed class RunProgressTests
{
    [Fact]
    public void A_run_is_one_line_of_JSON_with_the_words_that_views_show()
    {
        var line = States.Run(States.Running, States.Done).ToJson();
        var json = JsonNode.Parse(line)!;
        Assert.DoesNotContain('\n', line);
        Assert.Equal(("quick", 1), ((string?)json["scenario"], (int)json["casesDone"]!));
        Assert.Equal(("Running", "ports run out in 3.0 s"), ((string?)json["cases"]![0]!["phase"], (string?)json["cases"]![0]!["outlook"]));
        Assert.Null(json["end"]);
    }

    [Fact]
    public void Its_end_has_the_findings_and_where_the_report_is()
    {
        var baseline = CaseBuilder.Exhausted() with { Expected = Verdicts.Carried };
        var summary = RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [baseline.Build()], [])).Summary;

        var end = Conclusion.Of(summary, "/results/quick", "it was interrupted");

        Assert.Equal(("/results/quick/report.html", "it was interrupted"), (end.Report, end.Problem));
        var finding = Assert.Single(end.Findings);
        Assert.Equal(("none", Verdicts.Exhausted, Verdicts.Carried), (finding.Label, finding.Verdict, finding.ExpectedInstead));
        Assert.StartsWith("ran out of ports 4.00 s into the load", finding.Sentence, StringComparison.Ordinal);
    }
}
