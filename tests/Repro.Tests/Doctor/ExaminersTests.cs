using Repro.Cli;
using Repro.Deployment;
using Repro.Doctor;
using Repro.Knobs;
using Repro.Labs;
using Repro.Labs.Netns;
using Repro.Planning;
using Repro.Recording;
using Spectre.Console;
using ScenarioText = Repro.Tests.Scenarios.ScenarioText;

namespace Repro.Tests.Doctor;

/// <summary>What the doctor says is what a run that is refused says.</summary>
public sealed class ExaminersTests
{
    private const long Ample = 8L << 30;

    [Fact]
    public void An_ordinary_machine_has_its_limits() => Assert.All(
        LimitExaminer.Examine(1 << 20, null, 2, Ample), part => Assert.Equal((PartState.Ok, null), (part.State, part.Remedy)));

    [Theory]
    [InlineData(100, null, "open files")]
    [InlineData(1 << 20, 100, "processes")]
    public void A_limit_that_no_run_fits_in_is_missing_with_the_words_of_the_refusal(int files, int? processes, string name)
    {
        var refusal = Assert.Throws<ReproException>(() => TightLimits.Refuse(files, processes));
        var part = Assert.Single(LimitExaminer.Examine(files, processes, 2, Ample), part => part.State != PartState.Ok);

        Assert.Equal((name, PartState.Missing, refusal.Message, refusal.Remedy), (part.Name, part.State, part.Found, part.Remedy));
        Assert.All(LabKinds.Names, lab => Assert.False(new Examination(lab, [part]).CanRun));
    }

    [Theory]
    [InlineData(1024, 100_000, 2, Ample, "open files")]
    [InlineData(1 << 20, 1000, 2, Ample, "processes")]
    [InlineData(1 << 20, 100_000, 1, Ample, "processors")]
    [InlineData(1 << 20, 100_000, 2, 512L << 20, "memory")]
    public void What_some_scenarios_take_more_of_is_limited(int files, int processes, int processors, long bytes, string name)
    {
        var part = Assert.Single(LimitExaminer.Examine(files, processes, processors, bytes), part => part.State != PartState.Ok);

        Assert.Equal((name, PartState.Limited), (part.Name, part.State));
        Assert.NotNull(part.Remedy);
        Assert.True(new Examination(LabKinds.Default, [part]).CanRun);
    }

    [Theory]
    [InlineData("IPv6", "network: ipv6")]
    [InlineData("source NAT", "{ proxy: { kind: none }, nat: 64, load: { rate: 32/s } }")]
    public void What_a_kernel_lacks_is_missing_with_the_words_of_the_refusal(string name, string scenario)
    {
        var plan = Planner.Create(ScenarioText.Parse(scenario), new Kernel()).Plan;
        var refusal = Assert.Throws<ReproException>(() => NetworkCheck.Refuse(Machine(), plan, () => "ENOENT"));
        var part = KernelExaminer.Examine(Machine(), "ENOENT").Single(part => part.Name == name);

        Assert.Equal((PartState.Missing, refusal.Remedy), (part.State, part.Remedy));
        Assert.True(new Examination(LabKinds.Default, [part]).CanRun);
    }

    [Fact]
    public void Whatever_a_mitigation_needs_of_a_kernel_is_looked_at()
    {
        var parts = KernelExaminer.Examine(Machine(), null).ToList();

        Assert.All(KnobRegistry.Needs, need =>
        {
            var part = parts.Single(part => part.Name == need.Name);
            Assert.Equal((PartState.Missing, need.Reason), (part.State, part.Found));
        });
        Assert.Equal("tw-reuse-fast", parts.Single(part => part.Name == "net.ipv4.tcp_tw_reuse_delay").NeededFor);
    }

    [Fact]
    public void A_proxy_that_is_not_installed_is_told_of_as_a_run_does()
    {
        var program = Repro.Proxies.ProxyKinds.Programs.First();

        Assert.StartsWith("Install it; on Debian and Ubuntu: ", NetnsKind.Missing(program).Remedy, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NoLab, NetnsKind.Missing(program).Kind);
    }

    [Theory]
    [InlineData(PartState.Ok, true)]
    [InlineData(PartState.Limited, true)]
    [InlineData(PartState.Missing, false)]
    public void A_lab_can_be_had_where_nothing_is_missing_that_it_needs(string state, bool canRun)
    {
        var part = new ExaminedPart("lab netns", "tools", state, "", "") { RequiredBy = ["netns"] };

        Assert.Equal(canRun, new Examination("netns", [part]).CanRun);
        Assert.True(new Examination("docker", [part]).CanRun);
    }

    [Fact]
    public void People_read_each_part_with_what_it_is_for_and_what_to_do()
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        DoctorVerb.Print(console, new Examination("netns",
        [
            new ExaminedPart("lab netns", "tools", PartState.Ok, "ip [all]", "every run"),
            new ExaminedPart("lab netns", "namespaces", PartState.Missing, "not permitted", "every run", "Run it as root.")
            {
                RequiredBy = ["netns"],
            },
        ]));

        Assert.Equal(
            [
                "lab netns",
                "  ok       tools                      ip [all]",
                "  missing  namespaces                 not permitted",
                "           for every run. Run it as root.",
                "",
                "The lab netns can't be had: namespaces.",
            ],
            text.ToString().Split('\n').Select(line => line.TrimEnd()).SkipLast(1));
    }

    private static MachineSurvey Machine() => new()
    {
        Kernel = "6.0",
        Hertz = 250,
        Processors = 2,
        MemoryBytes = Ample,
        HasIpv6 = false,
        Runtime = ".NET",
        Architecture = "X64",
        Has = [],
    };
}
