using System.Globalization;
using Repro.Cli;
using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Tests.Cli;

public sealed class PlanTableTests
{
    private const string Reuse = "proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }\nmitigations: [tw-reuse]";

    [Fact]
    [Trait("Fault", "A6")]
    public void The_threshold_is_that_of_the_hop_that_limits_and_is_said_to_be()
    {
        var text = Print(Reuse);

        Assert.Contains("1,851/s", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2,000/s", text, StringComparison.Ordinal);
        Assert.Contains("tw-reuse@500: the threshold is that of clients→proxy, the lowest of its hops.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_threshold_of_another_hop_than_the_rows_says_whose_it_is() =>
        Assert.Matches(@"1,851/s[^\n]*\n[^\n]*clients→proxy", Print(Reuse));

    [Fact]
    public void A_load_that_ends_when_ports_are_predicted_to_run_out_is_marked()
    {
        const string Few =
            "proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }\nmitigations: [wider-range: 2]\nload: { duration: 8s }";

        Assert.Contains(
            "wider-range-2@500: the load ends when the first failure is predicted, too near to tell; use load.duration of 9 s or more.",
            Print(Few),
            StringComparison.Ordinal);
        Assert.DoesNotContain("too near", Print(Few.Replace("8s", "9s", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "proxy: { kind: nginx }",
        "none: nginx asks its backends to close (HTTP/1.0 with Connection: close), so TIME_WAIT is theirs and the proxy's ports are free "
            + "at once; to see it run out: proxy.httpVersion: 1.1 or backends.closes: never.")]
    [InlineData(
        "proxy: { kind: haproxy, mode: http }",
        "none: HAProxy asks its backends to close (Connection: close), so TIME_WAIT is theirs and the proxy's ports are free at once; to "
            + "see it run out: proxy.mode: tcp.")]
    [InlineData("proxy: { kind: nginx, httpVersion: 1.1 }", null)]
    [InlineData("proxy: { kind: nginx }\nbackends: { closes: never }", null)]
    [InlineData("mitigations: [none, backend-closes-first]", null)]
    public void Where_backends_are_asked_to_close_it_is_said_why_ports_do_not_run_out(string yaml, string? remark)
    {
        var text = Print(yaml);

        Assert.Equal(remark is not null, text.Contains("free at once", StringComparison.Ordinal));
        Assert.Contains(remark ?? "", text.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_without_a_question_has_its_name_alone() =>
        Assert.StartsWith("scenario" + Environment.NewLine, Print("load: { rate: 5/s }"), StringComparison.Ordinal);

    [Fact]
    [Trait("Fault", "A12")]
    public void A_threshold_is_one_of_a_constant_rate_and_what_is_not_held_is_not_held_for_no_time()
    {
        var text = Print("load: { arrivals: bursts }\nmitigations: [rst-close]");

        Assert.DoesNotContain("Fails", text, StringComparison.Ordinal);
        Assert.Contains(
            "Threshold: of a constant rate. Bursts and Poisson arrivals of a lower mean rate may run out, too.",
            text,
            StringComparison.Ordinal);
        Assert.Contains("not held", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0 s", text, StringComparison.Ordinal);
    }

    private static string Print(string yaml)
    {
        var (scenario, _) = ScenarioFile.Parse(yaml, "scenario.yaml", []);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 200;
        PlanTable.Print(console, scenario, Planner.Create(scenario, new Kernel()).Plan);
        return text.ToString();
    }
}
