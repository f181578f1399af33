using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Progress;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Progress;

public sealed class CaseProgressTests
{
    private const double Duration = 24;

    private static readonly TupleUse Tuple = new("198.18.0.5", "198.18.0.6:81", Ports: 900, Established: 100, TimeWait: 800);

    [Fact]
    public void A_case_that_has_not_begun_has_its_prediction_and_nothing_else()
    {
        var state = Follow().State;
        Assert.Equal(
            ("none@500", "none", CasePhase.Waiting, 0, Duration),
            (state.Id, state.Label, state.Phase, state.ElapsedSeconds, state.DurationSeconds));
        Assert.Equal(4, state.PredictedOnsetSeconds!.Value, 3);
        Assert.Equal(2000, state.CapacityPorts);
        Assert.Empty(state.FailedShares);
    }

    [Fact]
    public void Failures_are_shares_of_what_ended_in_equal_parts_of_the_load()
    {
        var progress = Follow();
        progress.Add(Line(0, ok: 50, failed: 0));
        progress.Add(Line(1.0, ok: 30, failed: 10));
        progress.Add(Line(1.9, ok: 30, failed: 10));
        progress.Add(Line(2.0, ok: 0, failed: 50));

        Assert.Equal([0, 0.25, 1], progress.State.FailedShares);
        Assert.Equal(2.1, progress.State.ElapsedSeconds, 9);
    }

    [Fact]
    public void What_ends_after_the_load_belongs_to_its_last_part()
    {
        var progress = Follow();
        progress.Add(Line(Duration + 3, ok: 0, failed: 1));

        Assert.Equal(CaseState.Parts, progress.State.FailedShares.Count);
        Assert.Equal(1, progress.State.FailedShares[^1]);
        Assert.Equal(Duration, progress.State.ElapsedSeconds);
    }

    [Fact]
    public void The_first_failure_is_the_earliest_that_any_client_has_seen()
    {
        var progress = Follow();
        progress.Add(Line(4.1, 0, 1) with { First = [new FirstFailure(4.12, "http/502", "proxy", 9)] });
        progress.Add(Line(4.0, 0, 1) with { Host = "client-2", First = [new FirstFailure(4.01, "http/502", "proxy", 9)] });

        Assert.Equal(4.01, progress.State.FirstFailureSeconds);
    }

    [Fact]
    public void Rates_are_of_a_second_that_every_client_has_told_of()
    {
        var progress = Follow();
        foreach (var bin in Enumerable.Range(0, 50))
        {
            // The newest two bins lack half of the clients.
            progress.Add(Line(bin * 0.1, ok: bin < 48 ? 40 : 20, failed: bin < 48 ? 10 : 0));
        }

        Assert.Equal((400, 100), (Math.Round(progress.State.OkPerSecond, 6), Math.Round(progress.State.FailedPerSecond, 6)));
    }

    [Fact]
    public void Ports_in_use_are_those_of_the_last_dump_and_what_TIME_WAIT_has_moved_since()
    {
        var progress = Follow();
        progress.Add(Sample("proxy", timeWait: 820, Tuple));
        progress.Add(Sample("proxy", timeWait: 850));
        progress.Add(Sample("client-1", timeWait: 5000));

        Assert.Equal((930, 830), (progress.State.PortsInUse, progress.State.PortsInTimeWait));
    }

    [Fact]
    [Trait("Fault", "A12")]
    public void No_more_ports_are_in_use_than_there_are()
    {
        // Open at the dump, and in TIME_WAIT since: counted as both.
        var progress = Follow();
        progress.Add(Sample("proxy", timeWait: 1700, Tuple with { Ports = 2000, TimeWait = 1700 }));
        progress.Add(Sample("proxy", timeWait: 1849));

        Assert.Equal((2000, 1849), (progress.State.PortsInUse, progress.State.PortsInTimeWait));
    }

    [Fact]
    public void Where_the_clients_run_out_first_their_ports_count()
    {
        var clients = new Clients { Count = 2, Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32867") };
        var progress = Follow(clients);
        progress.Add(Sample("proxy", timeWait: 820, Tuple));
        progress.Add(Sample("client-1", timeWait: 0, Tuple with { Ports = 60, TimeWait = 60 }));
        progress.Add(Sample("client-2", timeWait: 0, Tuple with { Ports = 50, TimeWait = 50 }));

        Assert.Equal((110, 200, "clients→proxy"), (progress.State.PortsInUse, progress.State.CapacityPorts, progress.State.Hop));
    }

    private static CaseProgress Follow(Clients? clients = null)
    {
        var scenario = new Scenario
        {
            Conditions = new Conditions
            {
                Load = new Load { Rate = new Rate(500), Duration = TimeSpan.FromSeconds(Duration) },
                Clients = clients ?? new Clients { Count = 4 },
                Proxy = new Proxy { Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 33767") },
                Backends = new Backends { Count = 2 },
            },
        };
        return new CaseProgress(Planner.Create(scenario, new Kernel()).Plan.Cases[0]);
    }

    private static TrafficLine Line(double t, long ok, long failed) => new()
    {
        Host = "client-1",
        T = t,
        Ok = ok,
        Failed = failed == 0 ? null : new Dictionary<string, long> { ["http/502"] = failed },
    };

    private static SocketsLine Sample(string host, int timeWait, params TupleUse[] tuples) => new()
    {
        Host = host,
        TimeWait = timeWait,
        Counters = new Dictionary<string, long>(),
        Tuples = tuples.Length == 0 ? null : tuples,
    };
}
