using Repro.Analysis;
using Repro.Control;
using Repro.Nodes;

namespace Repro.Tests.Orchestration;

/// <summary>Runs whose hosts go by clocks of their own.</summary>
public sealed class HostClocksTests : FakeRun
{
    [Fact]
    public async Task A_host_with_a_clock_of_its_own_starts_when_the_others_do()
    {
        const long Ahead = 5_000_000_000;
        var clock = new RunClock(Time);
        var labs = new FakeLabs();
        var known = labs.ClockOf;
        labs.ClockOf = host => host == "backend-1" ? ("another machine's", () => clock.Now + Ahead) : known(host);
        await RunAsync(labs, OneCase);

        Assert.Equal(Ahead, labs.Starts[(Case, "backend-1")] - labs.Starts[(Case, "proxy")]);
        Assert.Equal(labs.Starts[(Case, "client-1")], labs.Starts[(Case, "proxy")]);
        Assert.Equal(
            [("client-1", 0.0, 0.0), ("client-2", 0, 0), ("proxy", 0, 0), ("backend-1", 5, 0)],
            Recorded("none@20").End!.Clocks!.Select(facts => (facts.Host, facts.OffsetSeconds, facts.BoundSeconds)));
        Assert.Empty(RunAnalysis.Summarize(Recorded("none@20")).InvalidReasons);
    }

    [Fact]
    public async Task Hosts_of_one_machine_start_together_however_late_one_of_them_answers()
    {
        var clock = new RunClock(Time);
        var labs = new FakeLabs { ClockOf = _ => ("one machine's", () => clock.Now) };
        labs.Hears = (node, word) =>
        {
            if (node is { Lab: Case, Host: "client-2" } && word == Node.ClockCommand)
            {
                Time.Advance(TimeSpan.FromMilliseconds(7));
            }

            return true;
        };
        await RunAsync(labs, OneCase);

        Assert.Single(labs.Starts.Where(start => start.Key.Lab == Case).Select(start => start.Value).Distinct());
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(100, false)]
    public async Task A_clock_that_is_not_known_well_enough_makes_its_case_invalid(int milliseconds, bool isValid)
    {
        var clock = new RunClock(Time);
        var labs = new FakeLabs { ClockOf = host => (host, () => clock.Now) };
        labs.Hears = (node, word) =>
        {
            if (word == Node.ClockCommand)
            {
                Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            }

            return true;
        };
        await RunAsync(labs, OneCase);

        var reasons = RunAnalysis.Summarize(Recorded("none@20")).Invalid.Select(reason => reason.Id);
        Assert.Equal(isValid ? Enumerable.Empty<InvalidReasonId>() : [InvalidReasonId.ClocksApart], reasons);
    }

    [Fact]
    public async Task A_clock_that_drifts_is_known_by_as_much_less()
    {
        var clock = new RunClock(Time);
        var started = false;
        var labs = new FakeLabs { ClockOf = host => (host, () => clock.Now + (Volatile.Read(ref started) ? 3_000_000 : 1_000_000)) };
        labs.Hears = (node, word) =>
        {
            Volatile.Write(ref started, (node.Lab == Case && word == Node.StartCommand) || Volatile.Read(ref started));
            return true;
        };
        await RunAsync(labs, OneCase);

        Assert.All(Recorded("none@20").End!.Clocks!, facts => Assert.Equal((0.001, 0.002), (facts.OffsetSeconds, facts.BoundSeconds)));
    }
}
