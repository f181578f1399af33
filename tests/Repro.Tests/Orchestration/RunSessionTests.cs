using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Repro.Analysis;
using Repro.Control;
using Repro.Deployment;
using Repro.Nodes;
using Repro.Orchestration;
using Repro.Planning;
using Repro.Recording;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Orchestration;

/// <summary>Runs in labs of this process.</summary>
public sealed class RunSessionTests : FakeRun
{
    [Fact]
    public async Task A_run_records_its_cases_and_leaves_nothing_up()
    {
        var labs = new FakeLabs();
        var session = await RunAsync(labs, OneCase);

        Assert.Equal([], Problems("none@20"));
        Assert.Equal((0, 0), (labs.Up, labs.Alive));
        Assert.Equal(1, session.Progress.CasesDone);
        Assert.Equal(("fake", "Fake 1.0"), ((string?)Run["lab"], (string?)Run["machine"]!["engine"]));
    }

    [Theory]
    [InlineData("proxy: { kind: none }", "client-1 client-2")]
    [InlineData("proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33099 } }", "proxy")]
    public async Task Those_who_connect_to_the_backends_fill_ports_and_what_they_found_is_recorded(string proxy, string opening)
    {
        var filling = new ConcurrentBag<string>();
        await RunAsync(
            new FakeLabs
            {
                Hears = (node, word) =>
                {
                    if (node.Lab == Case && word == Node.PrefillCommand)
                    {
                        filling.Add(node.Host);
                    }

                    return true;
                },
            },
            $"load: {{ rate: 20/s, duration: 2s }}\nclients: {{ count: 2 }}\nbackends: {{ count: 1 }}\n{proxy}");

        var recorded = Recorded("none@20");
        Assert.Equal([], recorded.End!.Problems);
        Assert.Equal(opening.Split(' '), filling.Order());
        Assert.Equal(opening == "proxy", recorded.File.HasProxy);
        Assert.Equal((opening == "proxy", opening != "proxy"), (recorded.End.Proxy is not null, recorded.End.Clients is not null));
        Assert.Equal(opening == "proxy" ? 4 : 3, recorded.File.Hosts.Count);
        Assert.Same(opening == "proxy" ? recorded.Proxy : recorded.Load, recorded.Openers);
    }

    public static TheoryData<string> Phases => ["up", FakeNode.SpecCommand, Node.PrefillCommand, Node.StartCommand, Node.StopCommand];

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task A_run_that_is_cancelled_ends_in_whatever_phase_it_is_and_takes_everything_down(string phase)
    {
        using var stop = new CancellationTokenSource();
        var labs = new FakeLabs
        {
            ComesUp = (lab, token) => lab == Case && phase == "up" ? CancelledAsync(stop, token) : Task.CompletedTask,
            Hears = (node, word) =>
            {
                if (node.Lab != Case || word != phase)
                {
                    return true;
                }

                stop.Cancel();
                return false;
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(labs, OneCase, cancellationToken: stop.Token));
        Assert.Equal((0, 0), (labs.Up, labs.Alive));
        Assert.False(File.Exists(EndOf("none@20")));
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task A_lost_engine_is_the_end_of_the_run_and_says_why(string phase)
    {
        var labs = new FakeLabs();
        labs.ComesUp = async (lab, token) =>
        {
            if (lab == Case && phase == "up")
            {
                labs.Lose("the engine is gone");
                await Task.Delay(Timeout.InfiniteTimeSpan, Time, token);
            }
        };
        labs.Hears = (node, word) =>
        {
            if (node.Lab != Case || word != phase)
            {
                return true;
            }

            labs.Lose("the engine is gone");
            return false;
        };

        var error = await Assert.ThrowsAsync<ReproException>(() => RunAsync(labs, OneCase));
        Assert.Equal("the engine is gone", error.Message);
        Assert.Equal((0, 0), (labs.Up, labs.Alive));
    }

    [Theory]
    [InlineData(FakeNode.SpecCommand, "getting ready: ")]
    [InlineData(Node.StartCommand, "running, 0.0 s into the load: ")]
    public async Task A_host_that_dies_ends_its_case_and_no_other(string phase, string when)
    {
        var labs = new FakeLabs
        {
            Hears = (node, word) =>
            {
                if (node is { Lab: Case, Host: "client-1" or "client-2" } && word == Node.StartCommand)
                {
                    return false;
                }

                if (node is { Lab: Case, Host: "backend-1" } && word == phase)
                {
                    node.Die(137, "out of memory");
                    return false;
                }

                return true;
            },
        };
        await RunAsync(labs, TwoCases, parallel: 2);

        Assert.Equal(
            [$"{when}backend-1 was killed (SIGKILL: somebody did it, or the kernel for want of memory) before its time: out of memory"],
            Problems("none@20"));
        Assert.Equal([], Problems("rst-close@20"));
    }

    [Fact]
    public async Task A_sysctl_that_was_not_taken_keeps_its_case_from_being_loaded()
    {
        var labs = new FakeLabs { ReadsBack = (lab, asked) => lab == Case ? "32768 60999" : asked };
        await RunAsync(labs, TwoCases);

        Assert.Equal(["nothing was sent, as a host does not have the sysctls that it was to have"], Problems("none@20"));
        Assert.Equal([], Problems("rst-close@20"));
        Assert.DoesNotContain($"start {Case}", labs.Events);
    }

    [Fact]
    public async Task A_node_that_never_gets_ready_is_waited_for_two_minutes_by_the_clock()
    {
        var begun = Time.GetUtcNow();
        var labs = new FakeLabs { Hears = (node, word) => node is not { Lab: Case, Host: "proxy" } || word != FakeNode.SpecCommand };
        var run = RunAsync(labs, OneCase);
        while (!run.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await run;
        Assert.StartsWith("getting ready: ", Assert.Single(Problems("none@20")), StringComparison.Ordinal);
        Assert.True(Time.GetUtcNow() - begun >= TimeSpan.FromSeconds(120), "it was given up early");
        Assert.Equal((0, 0), (labs.Up, labs.Alive));
    }

    [Fact]
    public async Task A_wave_is_down_before_the_next_comes_up()
    {
        var labs = new FakeLabs();
        await RunAsync(labs, TwoCases, parallel: 1);

        string[] expected = ["up case0", "start case0", "down case0", "up case1", "start case1", "down case1"];
        Assert.Equal(expected, labs.Events.Where(word => word.Contains("case", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public async Task Nothing_of_a_wave_is_loaded_before_all_of_it_is_up()
    {
        var labs = new FakeLabs();
        await RunAsync(labs, TwoCases, parallel: 2);

        var words = labs.Events.Where(word => word.Contains("case", StringComparison.Ordinal)).Distinct().ToList();
        Assert.Equal(["up case0", "up case1"], words.Take(2).Order());
        Assert.Equal(["down case0", "down case1"], words.TakeLast(2).Order());
    }

    [Fact]
    public async Task A_search_narrows_the_threshold_down_to_its_tolerance()
    {
        var labs = new FakeLabs { Carries = 1.7 };
        await RunAsync(labs, OneCase.Replace("mitigations", "find: threshold\nmitigations", StringComparison.Ordinal));

        var probes = Run["cases"]!.AsArray().Select(id => (string)id!)
            .Select(id => (Rate: double.Parse(id.Split('@')[1], CultureInfo.InvariantCulture), Id: id)).ToList();
        Assert.Empty(probes.SelectMany(
            probe => RunAnalysis.Summarize(Recorded(probe.Id)).InvalidReasons));
        var below = probes.Where(probe => probe.Rate <= labs.Carries).Max(probe => probe.Rate);
        var above = probes.Where(probe => probe.Rate > labs.Carries).Min(probe => probe.Rate);
        Assert.InRange(above / below, 1, 1 + (2 * ThresholdSearch.Tolerance));
    }

    [Fact]
    public async Task A_machine_whose_node_says_nothing_is_refused()
    {
        var labs = new FakeLabs { Hears = (node, _) => node.Lab != "survey" };
        var run = RunAsync(labs, OneCase);
        while (!run.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("a node said nothing within 30 s", (await Assert.ThrowsAsync<ReproException>(() => run)).Message);
        Assert.Equal((0, 0), (labs.Up, labs.Alive));
    }

    [Fact]
    public async Task What_the_kind_of_lab_can_not_have_is_refused_before_anything_comes_up()
    {
        var labs = new FakeLabs();
        var error = await Assert.ThrowsAsync<ReproException>(
            () => RunAsync(labs, OneCase.Replace("[none]", "[none, client-addresses]", StringComparison.Ordinal)));

        Assert.Equal("it has no routes: client-addresses@20.", error.Message);
        Assert.Contains("--lab netns", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(labs.Events);
    }

    private static async Task CancelledAsync(CancellationTokenSource stop, CancellationToken token)
    {
        await stop.CancelAsync();
        token.ThrowIfCancellationRequested();
    }
}
