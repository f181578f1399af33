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
    [Trait("Fault", "A12")]
    public void A_threshold_is_one_of_a_constant_rate_and_what_is_not_held_is_not_held_for_no_time()
    {
        var text = Print("load: { arrivals: bursts }\nmitigations: [rst-close]");

        Assert.DoesNotContain("Fails", text, StringComparison.Ordinal);
        Assert.Contains("Threshold: of a constant rate. Bursts and Poisson arrivals of a lower mean rate may run out, too.", text, StringComparison.Ordinal);
        Assert.Contains("not held", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0 s", text, StringComparison.Ordinal);
    }

    private static string Print(string yaml)
    {
        var (scenario, _) = ScenarioFile.Parse(yaml, "scenario.yaml", []);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        PlanTable.Print(console, scenario, Planner.Create(scenario, new Kernel()).Plan);
        return text.ToString();
    }
}
