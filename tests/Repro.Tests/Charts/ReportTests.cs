using System.Net;
using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Charts;

public sealed class ReportTests
{
    private static readonly CaseBuilder Invalid =
        Drawings.Averted with { Id = "broken@500", Label = "broken", End = new CaseEnd(["the <proxy> died"], 0) };

    [Fact]
    public void The_page_needs_no_network_and_has_every_figure()
    {
        var conclusions = Drawings.Conclude(Drawings.Baseline, Drawings.Delayed, Drawings.Averted);
        var figures = ChartBook.Draw(conclusions);
        var page = HtmlReport.Render(conclusions, figures);

        Assert.Equal(figures.Count, page.Split("<svg ").Length - 1);
        Assert.All(["src=", "href=", "@import", "url("], reference => Assert.DoesNotContain(reference, page, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.All(["exhausted", "delayed ×2.0", "averted"], verdict =>
            Assert.Contains($">{verdict}</span>", WebUtility.HtmlDecode(page), StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_a_scenario_says_is_text()
    {
        const string Bad = "</script><script>alert(1)</script>| *x* `y`";
        var conclusions = Drawings.Conclude(Drawings.Baseline with { Label = Bad });
        conclusions = conclusions with { Summary = conclusions.Summary with { Question = Bad, Scenario = Bad } };
        var figures = ChartBook.Draw(conclusions);
        var page = HtmlReport.Render(conclusions, figures);

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Equal(3, page.Split("</script>").Length - 1);
        Assert.DoesNotContain("<script>", MarkdownReport.Render(conclusions, figures, "charts"), StringComparison.Ordinal);
        Assert.Contains("\\| \\*x\\* \\`y\\`", MarkdownReport.Render(conclusions, figures, "charts"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_says_what_was_asked_what_was_found_what_is_unsafe_what_is_invalid_and_how_to_run_it_again(bool html)
    {
        var text = Render(html, Drawings.Baseline, Drawings.Averted, Invalid);

        Assert.All(
            [
                "When × where → why?",
                "Without a mitigation, failures begin after 4.00 s; with tw-reuse, never (1 of 3 cases is invalid).",
                "tw-reuse is predicted to carry at least 14 times the rate of the default (this lab's clients run out then).",
                "a risk",
                "ports were in use on 2 of 2 tuples",
                "the <proxy> died",
                "repro run scenarios/quick.yaml",
                "6.18.44, HZ=250",
                "2 processors, X64",
                "name: quick",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thresholds_and_the_articles_number_are_told(bool html)
    {
        var full = Drawings.Baseline with
        {
            Id = "none@460",
            Capacity = 2 * 28_232,
            Hold = 120,
            Duration = 130,
            Rate = 460,
            Onset = null,
            PredictedOnset = null,
        };
        var text = Render(html, full, full with { Id = "none@500", Rate = 500, Onset = 112.9, PredictedOnset = 112.9 });

        Assert.Contains(
            "each is held for 120.02 s, and the threshold is 235/s (here 230/s was carried, and 250/s ran out).",
            text,
            StringComparison.Ordinal);
        Assert.Contains("each is held for 61.02 s, and the threshold is 463/s (not measured here).", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_lie_beside_the_text_of_Markdown()
    {
        var conclusions = Drawings.Conclude(Drawings.Baseline, Drawings.Averted);
        var text = MarkdownReport.Render(conclusions, ChartBook.Draw(conclusions), "charts");

        Assert.Contains(
            "![Without a mitigation, failures begin after 4.00 s; with tw-reuse, never](charts/failures.svg)",
            text,
            StringComparison.Ordinal);
        Assert.Contains("| none | 500/s | exhausted | 2,000 | 4.00 s | 4.00 s | 2,000 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_is_one_that_a_shell_takes()
    {
        var summary = Drawings.Conclude(Drawings.Baseline).Summary with
        {
            Arguments = ["run", "my file.yaml", "--case", "tw-*", "--set", "name=it's"],
        };

        Assert.Equal("""repro run 'my file.yaml' --case 'tw-*' --set 'name=it'\''s'""", ReportText.Command(summary));
    }

    [Fact]
    [Trait("Fault", "C9")]
    public void Nothing_in_a_command_ends_its_block_of_code()
    {
        const string Bad = "a\n```\n# Owned `````\u001b[2J";
        var conclusions = Drawings.Conclude(Drawings.Baseline);
        conclusions = conclusions with { Summary = conclusions.Summary with { Arguments = ["run", Bad], Scenario = Bad, Question = Bad } };
        var figures = ChartBook.Draw(conclusions);
        var text = MarkdownReport.Render(conclusions, figures, "charts");

        Assert.Contains("``````sh\nrepro run $'a\\n```\\n# Owned `````\\u001b[2J'\n``````\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# Owned", text, StringComparison.Ordinal);
        Assert.All([text, HtmlReport.Render(conclusions, figures)], page => Assert.DoesNotContain('\u001b', page));
    }

    [Theory]
    [Trait("Fault", "C9")]
    [InlineData("a", "`a`")]
    [InlineData("a`b", "``a`b``")]
    [InlineData("`a", "`` `a ``")]
    [InlineData("a\nb", "`a b`")]
    public void Code_OfText_EndsWhereItEnds(string code, string markdown) => Assert.Equal(markdown, Markdown.Code(code));

    [Theory]
    [Trait("Fault", "C9")]
    [InlineData("plain", "```yaml\nplain\n```\n")]
    [InlineData("a\n````\nb\n", "`````yaml\na\n````\nb\n`````\n")]
    public void Block_OfText_EndsWhereItEnds(string code, string markdown) => Assert.Equal(markdown, Markdown.Block("yaml", code));

    [Fact]
    public void The_cases_are_a_table_for_spreadsheets()
    {
        var lines = CaseTable.Csv(Drawings.Conclude(Drawings.Baseline with { Label = "a \"b\", c" }, Invalid).Summary).Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.StartsWith("id,label,mitigation,point,offered_per_second,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("none@500,\"a \"\"b\"\", c\",none,,500,10,exhausted,,,true,,", lines[1], StringComparison.Ordinal);
        // The quoted cell has a comma of its own.
        var cells = lines[0].Split(',').Zip(lines[1].Split(',')[1..]).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.Equal(
            ["proxy→backends", "2000", "61", "4", "2", "32.787", "4", "2000", "2"],
            new[]
            {
                "hop", "capacity_ports", "hold_seconds", "predicted_onset_seconds", "predicted_knee_seconds",
                "predicted_threshold_per_second",
                "first_failure_seconds", "connections_before_first_failure", "knee_seconds",
            }.Select(column => cells[column]));
        Assert.Contains(",false,the <proxy> died,", lines[2], StringComparison.Ordinal);
    }

    private static string Render(bool html, params CaseBuilder[] cases)
    {
        var conclusions = Drawings.Conclude(cases);
        var figures = ChartBook.Draw(conclusions);
        return html
            ? WebUtility.HtmlDecode(HtmlReport.Render(conclusions, figures))
            : WebUtility.HtmlDecode(MarkdownReport.Render(conclusions, figures, "charts"));
    }
}
