using Repro.Analysis;
using Repro.Model;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

public sealed class RunAnalysisTests
{
    private static readonly CaseBuilder Baseline = CaseBuilder.Exhausted() with { Expected = Verdicts.Exhausted };
    private static readonly CaseBuilder Delayed =
        Baseline with { Id = "wider-range@500", IsBaseline = false, Onset = 8, PredictedOnset = 8 };
    private static readonly CaseBuilder Averted = new()
    {
        Id = "tw-reuse@500",
        IsBaseline = false,
        Conditions = CaseBuilder.With((Sysctls.TcpTwReuseKey, "1")),
        Counters = new Dictionary<string, long> { ["TW"] = 1, ["TWRecycled"] = 3000 },
    };
    private static readonly CaseBuilder Invalid = Baseline with { Id = "broken@500", IsBaseline = false, End = null };

    [Fact]
    public void Cases_are_judged_beside_the_baseline()
    {
        var summary = Analyze(Baseline, Delayed, Averted, Invalid).Summary;

        Assert.Equal(
            [
                ("none@500", Verdicts.Exhausted, null),
                ("wider-range@500", Verdicts.Delayed, 2.0),
                ("tw-reuse@500", Verdicts.Averted, null),
                ("broken@500", Verdicts.Invalid, null),
            ],
            summary.Cases.Select(one => (one.Id, one.Verdict, one.DelayFactor)));
        Assert.Equal(("quick", "netns", "6.18.44", 250), (summary.Scenario, summary.Lab, summary.Kernel, summary.Hertz));
        Assert.Equal(["later@500"], summary.NotBegun);
    }

    [Fact]
    public void The_baseline_may_come_last() => Assert.Equal(Verdicts.Delayed, Analyze(Delayed, Baseline).Summary.Cases[0].Verdict);

    [Fact]
    public void Without_a_valid_baseline_at_the_same_rate_there_is_no_comparison()
    {
        Assert.Equal(Verdicts.Exhausted, Analyze(Delayed).Summary.Cases[0].Verdict);
        Assert.Equal(Verdicts.NotCompared, Analyze(Baseline with { End = null }, Delayed).Summary.Cases[1].Verdict);
        Assert.Equal(Verdicts.Carried, Analyze(Baseline with { Rate = 600 }, Averted).Summary.Cases[1].Verdict);
    }

    [Fact]
    public void A_baseline_of_another_point_is_none()
    {
        var elsewhere = Delayed with { Point = "backends.count=1" };

        Assert.Equal(Verdicts.Exhausted, Analyze(Baseline, elsewhere).Summary.Cases[1].Verdict);
        Assert.Equal(Verdicts.Delayed, Analyze(Baseline with { Point = elsewhere.Point }, elsewhere).Summary.Cases[1].Verdict);
    }

    [Fact]
    public void A_case_that_was_not_run_is_a_prediction_and_nothing_else()
    {
        var summary = Analyze(
            Baseline,
            Averted with { Id = "tw-recycle@500", PredictedOnly = "x was removed", Expected = Verdicts.PredictedOnly }).Summary.Cases[1];

        Assert.Equal((Verdicts.PredictedOnly, true, false, null), (summary.Verdict, summary.Valid, summary.HasFigures, summary.Measured));
        Assert.Equal((null, null, "x was removed"), (summary.FirstFailureSeconds, summary.ExhaustedHop, summary.PredictedOnly));
        Assert.Empty(summary.InvalidReasons);
        Assert.Empty(summary.Evidence);
        Assert.Empty(summary.Errors);
    }

    [Fact]
    public void A_baseline_that_was_not_run_is_none() =>
        Assert.Equal(Verdicts.Exhausted, Analyze(Baseline with { PredictedOnly = "x is missing" }, Delayed).Summary.Cases[1].Verdict);

    [Fact]
    public void Of_the_same_onset_the_answers_after_it_decide()
    {
        var other = Baseline with { Id = "x@500", IsBaseline = false };
        var eased = Analyze(Baseline, other with { Period = 6 }).Summary.Cases[1];
        var worse = Analyze(Baseline with { Period = 6 }, other).Summary.Cases[1];

        Assert.Equal((Verdicts.Eased, 2.0), (eased.Verdict, eased.DelayFactor));
        Assert.Equal((Verdicts.Worse, 0.5), (worse.Verdict, worse.DelayFactor));
    }

    [Fact]
    public void The_run_says_what_it_looked_for_and_on_which_machine()
    {
        var summary = Analyze(Baseline).Summary;

        Assert.Equal(("onset", 60.0), (summary.Goal, summary.TimeWaitSeconds));
    }

    [Fact]
    public void What_was_measured_is_summed_up()
    {
        var summary = Assert.Single(Analyze(Baseline with { Duration = 70, Hold = 60, PredictedRecycled = 7 }).Summary.Cases);
        var measured = summary.Measured!;

        Assert.Equal((4.0, 2000L, 2.0), (measured.FirstFailureSeconds, measured.ConnectionsBeforeFirstFailure, measured.Knee!.Seconds));
        Assert.Equal((500.0, 28.571, 471.429), (measured.AchievedPerSecond, measured.OkPerSecond, measured.FailedPerSecond));
        Assert.Equal((2000L, 33_000L, 0L, 2000), (measured.Ok, measured.Failed, measured.Unsent, measured.PeakTimeWait));
        Assert.Equal((null, 0.5, 0.25), (measured.ThresholdPerSecond, measured.PeakMachineBusy, measured.ProxyCpu));
        Assert.Equal([("clients", 0.25), ("proxy", 0.25), ("backends", 0.25)], measured.CpuByRole.Select(role => (role.Key, role.Value)));
        Assert.Equal([("FIN_WAIT_2", 0), ("TIME_WAIT", 2000)], measured.PeakStates.Select(state => (state.Key, state.Value)));
        Assert.Equal((2000L, 0, 0), (measured.Connections, measured.PeakEstablished, measured.PeakFinWait2));
        Assert.Equal(new Percentiles(12, 96), measured.ConnectLatencyMicroseconds);
        Assert.Equal(new Percentiles(1000, 1000), measured.RequestLatencyMicroseconds);
        Assert.Equal(new PredictedFigures(4, 2, 33.333, 7, "proxy→backends", "proxy→backends"), summary.Predicted);
        Assert.Equal(
            (2000L, 60.0, "proxy→backend-1", Verdicts.Exhausted),
            (summary.CapacityPorts, summary.HoldSeconds, summary.ExhaustedHop, summary.Expected));
        Assert.Equal([(CaseBuilder.NoPort, 33_000L)], summary.Errors.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal([("http/502", 33_000L)], summary.ClientErrors.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Where_no_port_was_missing_the_figures_are_of_the_hop_that_was_predicted_to_run_out_first()
    {
        var recorded = Averted.Build();
        var clients = recorded.File.Hops[0] with { OnsetSeconds = 30, ThresholdPerSecond = 5 };

        var summary = CaseAnalysis.Summarize(recorded with { File = recorded.File with { Hops = [clients, recorded.File.Hops[1]] } });

        Assert.Equal(("clients→proxy", 28232L, 61.0), (summary.Hop, summary.CapacityPorts, summary.HoldSeconds));
        Assert.Equal(new PredictedFigures(30, null, 5, null, "clients→proxy", "clients→proxy"), summary.Predicted);
    }

    [Fact]
    [Trait("Fault", "A7")]
    public void Where_the_clients_run_out_their_ports_and_their_TIME_WAIT_are_what_is_drawn()
    {
        var conclusions = RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [Baseline.BuildWithClientsRunningOut()], []));
        var (row, series) = (conclusions.Summary.Cases[0], conclusions.Series[0]);

        Assert.Equal(("clients→proxy", 2000L, 4.0), (row.Hop, row.CapacityPorts, row.Predicted.OnsetSeconds));
        Assert.Equal(2000, series.TimeWait.Max(point => point.Count));
        Assert.Equal(500, series.TimeWait.Single(point => Math.Abs(point.T - 1) < 1e-6).Count);
        Assert.Equal((2000, "clients→proxy"), (row.HopFigures.PeakTimeWait, row.HopFigures.Name));
    }

    [Fact]
    [Trait("Fault", "A7")]
    public void TIME_WAIT_of_several_clients_is_summed_up_though_each_samples_at_moments_of_its_own()
    {
        var recorded = Baseline.Build();
        SocketsLine[] samples =
        [
            .. Enumerable.Range(0, 20).SelectMany(number => new[] { ("client-1", 0.02), ("client-2", 0.07) }.Select(client =>
                recorded.Sockets[0] with { Host = client.Item1, T = (number / 10.0) + client.Item2, TimeWait = number })),
        ];

        Assert.Equal(
            Enumerable.Range(0, 20).Select(number => 2 * number),
            HopSamples.TimeWait(recorded with { Sockets = samples }, recorded.File.Hops[0]).Select(point => point.Count));
    }

    [Fact]
    public void Connections_before_the_first_failure_of_clients_are_those_of_all_clients()
    {
        static TrafficLine Client(string host, double t, long connects) => new()
        {
            Host = host,
            Connects = connects,
            First = [new FirstFailure(t, CaseBuilder.NoPort, "198.18.0.5:80", connects)],
        };

        var recorded = Baseline.Build() with { Load = [Client("client-1", 3, 100), Client("client-2", 3.1, 101)] };

        Assert.Equal(201, CaseAnalysis.Summarize(recorded).Measured!.ConnectionsBeforeFirstFailure);
    }

    [Fact]
    public void The_evidence_is_the_proxys_sysctls_and_the_counters_that_moved() => Assert.Equal(
        ["net.ipv4.tcp_tw_reuse reads 2", "TWRecycled rose by 3000", "ports were in use on 2 of 2 tuples"],
        Assert.Single(Analyze(Averted).Summary.Cases).Evidence);

    [Fact]
    public void What_is_drawn_are_rates_by_whole_bins_while_requests_are_sent_and_the_proxys_TIME_WAIT()
    {
        var recorded = Baseline.Build();
        var series = CaseSeries.Of(
            recorded with { Load = [.. recorded.Load, new TrafficLine { Host = "client-1", T = 10, Ok = 9 }] }, "proxy→backends");

        Assert.Equal((100, 0.1), (series.Traffic.Count, series.StepSeconds));
        Assert.Equal(2000, series.Traffic.Sum(point => point.OkPerSecond) * series.StepSeconds, 6);
        Assert.Equal(3000, series.Traffic.Sum(point => point.FailedPerSecond) * series.StepSeconds, 6);
        Assert.Equal(5000, series.Traffic.Sum(point => point.SentPerSecond) * series.StepSeconds, 6);
        Assert.Equal((10, 1.0), (series.Cpu.Count, series.CpuStep));
        Assert.All(series.Cpu, point => Assert.Equal(0.25, point.Processors["proxy"], 6));
        Assert.All(series.Cpu.Take(9), point => Assert.Equal(0.5, point.MachineBusy));
        Assert.Equal((100, 2000), (series.States.Count, series.States[^1].Counts["TIME_WAIT"]));
        Assert.Equal((100, 50, 2000), (series.TimeWait.Count, series.TimeWait[0].Count, series.TimeWait[^1].Count));
    }

    [Fact]
    public void A_long_case_is_drawn_in_wider_steps_of_whole_bins()
    {
        var recorded = Baseline.Build();
        var series = CaseSeries.Of(recorded with { File = recorded.File with { DurationSeconds = 600 } }, "proxy→backends");

        Assert.Equal(2.5, series.StepSeconds);
        Assert.Equal(2000, series.Traffic.Sum(point => point.OkPerSecond) * series.StepSeconds, 6);
    }

    [Fact]
    public void A_days_samples_are_thinned_out_and_keep_their_peak()
    {
        var recorded = Baseline.Build();
        var samples = Enumerable.Range(0, 864_000 / 100)
            .Select(number => recorded.Sockets[0] with { Host = "proxy", T = number * 10, TimeWait = number == 5000 ? 9999 : 1 });
        var series = CaseSeries.Of(
            recorded with { File = recorded.File with { DurationSeconds = 86_400 }, Sockets = [.. samples] }, "proxy→backends");

        Assert.InRange(series.TimeWait.Count, 100, 480);
        Assert.InRange(series.Cpu.Count, 100, 240);
        Assert.Equal(9999, series.TimeWait.Max(point => point.Count));
    }

    [Fact]
    public void A_case_that_was_cut_off_before_its_first_line_is_summed_up_all_the_same()
    {
        var summary = CaseAnalysis.Summarize(new RecordedCase(Baseline.File(), null, [], [], []));

        Assert.False(summary.Valid);
        Assert.Equal(
            (0L, null, null), (summary.Measured!.Ok, summary.Measured.PeakMachineBusy, summary.Measured.ConnectLatencyMicroseconds));
    }

    private static RunConclusions Analyze(params CaseBuilder[] cases) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], ["later@500"]));
}
