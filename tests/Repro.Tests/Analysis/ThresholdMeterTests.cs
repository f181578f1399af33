using FsCheck;
using FsCheck.Fluent;
using Repro.Analysis;
using Repro.Model;
using Repro.Recording;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

public sealed class ThresholdMeterTests
{
    private const double Slack = CaseBuilder.BinSeconds + 1e-9;

    /// <summary>Ports that all go within some bins at a constant rate, and come back after some more; seen for some periods.</summary>
    private static Gen<CaseBuilder> Waves =>
        from perBin in Gen.Choose(1, 50)
        from burst in Gen.Choose(3, 30)
        from pause in Gen.Choose(1, 60)
        from periods in Gen.Choose(1, 5)
        from more in Gen.Choose(1, burst + pause - 1)
        let bins = (periods * (burst + pause)) + burst + more
        select new CaseBuilder
        {
            Rate = perBin * 10,
            Onset = burst / 10.0,
            Period = (burst + pause) / 10.0,
            Capacity = perBin * burst,
            Tuples = 1,
            Duration = bins / 10.0,
        };

    [Fact]
    public void A_square_wave_gives_its_period_back_and_with_it_the_threshold() => Waves.ForAll(wave =>
    {
        var recorded = wave.Build();
        var period = Period(recorded);

        Assert.NotNull(period);
        Assert.Equal(wave.Period!.Value, period.Value, Slack);
        Assert.Equal(wave.Capacity / period.Value, Measure(recorded).PerSecond!.Value, 6);
    });

    [Fact]
    public void A_load_that_ended_before_every_port_was_used_again_has_no_period() => Waves.ForAll(wave =>
    {
        // The last bin of the first period is missing.
        var bins = (int)Math.Round((wave.Period!.Value + wave.Onset!.Value) * 10) - 1;
        Assert.Null(Period((wave with { Duration = bins / 10.0 }).Build()));
    });

    [Fact]
    public void Ports_that_were_filled_before_the_load_come_back_before_their_time_and_show_no_period() => Waves.ForAll(wave =>
        Assert.Null(Period((wave with { End = new CaseEnd([], 0, new OpenerFacts(null, 1, 0.1, null)) }).Build())));

    [Fact]
    public void Without_a_failure_there_is_no_period() => Assert.Null(Period(new CaseBuilder { Duration = 200 }.Build()));

    [Fact]
    public void A_connection_that_carries_several_requests_counts_once()
    {
        var wave = new CaseBuilder
        {
            Rate = 100,
            RequestsPerConnection = 10,
            Capacity = 20,
            Tuples = 1,
            Onset = 2,
            Period = 5,
            Duration = 12,
        };
        var recorded = wave.Build();

        Assert.Equal(5, Period(recorded)!.Value, Slack);
        Assert.Equal(40, Measure(recorded).PerSecond!.Value, 0.5);
    }

    [Fact]
    public void What_is_answered_after_the_end_of_the_load_does_not_count()
    {
        var recorded = new CaseBuilder { Rate = 100, Capacity = 200, Tuples = 1, Onset = 2, Period = 5, Duration = 6.9 }.Build();

        Assert.Null(Period(recorded with { Load = [.. recorded.Load, new TrafficLine { Host = "client-1", T = 6.9, Ok = 1000 }] }));
    }

    [Fact]
    public void The_threshold_of_a_case_is_quoted_over_whole_periods()
    {
        var summary = CaseAnalysis.Summarize((CaseBuilder.Exhausted() with { Period = 8, Duration = 14 }).Build());

        Assert.Equal(
            (8.0, 250.0), (Math.Round(summary.Measured!.HoldSeconds!.Value, 1), Math.Round(summary.Measured.ThresholdPerSecond!.Value, 0)));
        Assert.Null(CaseAnalysis.Summarize(CaseBuilder.Exhausted().Build()).Measured!.ThresholdPerSecond);
    }

    /// <summary>2,000 ports that are taken over at an age of 1.0075 s carry 1,985/s: bins of 0.1 s rounded that down to 1,961/s.</summary>
    [Theory]
    [Trait("Fault", "A8")]
    [InlineData(2000, 1.0075, 2500, 20)]
    [InlineData(2000, 1.0075, 2100, 20)]
    [InlineData(54, 1.003, 125, 20)]
    [InlineData(500, 0.25, 3000, 5)]
    // The last 2 of 108 ports are used in the bin in which the next pause begins: they were taken for missing, and 1.744/s for 1.712/s.
    [InlineData(108, 61.932724, 60, 68)]
    [InlineData(54, 60.916, 60, 68)]
    public void A_period_that_ends_within_a_bin_is_not_rounded_up_to_its_end(int ports, double hold, double rate, double duration)
    {
        var reading = Measure(Simulated(ports, hold, rate, duration));
        // A port is taken by the first request that is due once it is old enough.
        var kernel = ports * rate / Math.Ceiling(hold * rate);

        Assert.Equal(kernel, reading.PerSecond!.Value, kernel * 0.004);
        Assert.InRange(Math.Abs(kernel - reading.PerSecond.Value), 0, reading.PlusMinusPerSecond!.Value);
        Assert.InRange(reading.PlusMinusPerSecond.Value, 0, kernel * 0.06);
    }

    [Fact]
    [Trait("Fault", "A8")]
    public void A_stray_failure_below_the_threshold_measures_nothing()
    {
        var summary = CaseAnalysis.Summarize(WithFailures(1));

        Assert.Equal((null, false, "proxy→backends"), (summary.Measured!.ThresholdPerSecond, summary.RanOut, summary.Hop));
        Assert.Contains("stray", summary.Measured.ThresholdNotMeasured, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "A8")]
    public void Failures_of_a_moment_are_no_period_where_ports_last_for_a_whole_one_after_them()
    {
        var reading = Measure(WithFailures(100));

        Assert.Null(reading.PerSecond);
        Assert.Equal("ports did not run out again once all of them had been used", reading.WhyNot);
    }

    [Fact]
    [Trait("Fault", "A8")]
    public void A_stall_after_some_periods_does_not_lengthen_those_before_it()
    {
        var recorded = Simulated(2000, 1.0075, 2500, 20);
        var stalled = recorded with { Proxy = [.. recorded.Proxy.Select(line => line.T > 9.05 ? line with { T = line.T + 0.5 } : line)] };

        Assert.Equal(2000 / 1.0076, Measure(stalled).PerSecond!.Value, 2000 * 0.004);
        Assert.InRange(Measure(stalled).Periods, 6, 9);
    }

    [Fact]
    [Trait("Fault", "A8")]
    public void The_uncertainty_is_a_bin_over_the_periods_and_half_a_granule_of_the_timer_wheel()
    {
        // TIME_WAIT of a minute at HZ=250: a granule of 2.048 s.
        var reading = Measure(new CaseBuilder { Rate = 100, Capacity = 2000, Tuples = 1, Onset = 20, Period = 61, Duration = 150 }.Build());

        Assert.Equal((61.0, 2), (Math.Round(reading.HoldSeconds!.Value, 3), reading.Periods));
        Assert.Equal(2000 / 61.0 * ((0.05 + 1.024) / 61), reading.PlusMinusPerSecond!.Value, 6);
    }

    [Fact]
    [Trait("Fault", "A8")]
    public void What_was_measured_is_of_the_hop_that_ran_out_and_so_is_the_prediction_beside_it()
    {
        var builder = CaseBuilder.Exhausted() with { Period = 8, Duration = 14 };
        var run = RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [builder.BuildWithClientsRunningOut()], [])).Summary;
        var (row, threshold) = (run.Cases[0], Assert.Single(run.Thresholds));

        Assert.Equal(("clients→proxy", 2000L, 250.0), (row.Hop, row.CapacityPorts, Math.Round(row.Measured!.ThresholdPerSecond!.Value)));
        Assert.Equal(
            ("clients→proxy", 462.8, 500.0), (threshold.Hop, threshold.PredictedPerSecond!.Value, threshold.FailedPerSecond!.Value));
    }

    private static ThresholdReading Measure(RecordedCase recorded) => ThresholdMeter.Measure(recorded, RanOut.Of(recorded), 250);

    private static double? Period(RecordedCase recorded) => Measure(recorded).HoldSeconds;

    // 1,000 ports that are held for a second carry 299/s; seven seconds into it some connections find none.
    private static RecordedCase WithFailures(int count)
    {
        var recorded = new CaseBuilder { Rate = 299, Capacity = 1000, Tuples = 1, Hold = 1, Duration = 20 }.Build();
        return recorded with
        {
            Proxy = [.. recorded.Proxy.Select(line => Math.Abs(line.T - 7) < 1e-6
                ? line with
                {
                    Failed = new Dictionary<string, long> { [CaseBuilder.NoPort] = count },
                    First = [new FirstFailure(7.05, CaseBuilder.NoPort, CaseBuilder.Backend, 2100)],
                }
                : line)],
        };
    }

    /// <summary>What a kernel makes of requests that come evenly, each of which takes a port that is free or older than the hold.</summary>
    private static RecordedCase Simulated(int ports, double hold, double rate, double duration)
    {
        var builder = new CaseBuilder
        {
            Rate = rate,
            Capacity = ports,
            Tuples = 1,
            Hold = hold,
            Duration = duration,
            Conditions = CaseBuilder.With((Sysctls.TcpTwReuseKey, "1")),
        };
        var lines = new SortedDictionary<int, (long Connects, long Failed)>();
        var taken = new Queue<double>();
        FirstFailure? first = null;
        for (var number = 0L; number / rate < duration; number++)
        {
            var (t, bin) = (number / rate, (int)(number / rate / CaseBuilder.BinSeconds));
            while (taken.TryPeek(out var oldest) && oldest + hold <= t)
            {
                taken.Dequeue();
            }

            var (connects, failed) = lines.GetValueOrDefault(bin);
            var isGiven = taken.Count < ports;
            if (isGiven)
            {
                taken.Enqueue(t);
            }
            else
            {
                first ??= new FirstFailure(t, CaseBuilder.NoPort, CaseBuilder.Backend, lines.Values.Sum(line => line.Connects));
            }

            lines[bin] = isGiven ? (connects + 1, failed) : (connects, failed + 1);
        }

        return builder.Build() with
        {
            Proxy = [.. lines.Select(line => new TrafficLine
            {
                Host = "proxy",
                T = line.Key * CaseBuilder.BinSeconds,
                Connects = line.Value.Connects,
                Failed = line.Value.Failed == 0 ? null : new Dictionary<string, long> { [CaseBuilder.NoPort] = line.Value.Failed },
                First = first is not null && line.Key == (int)(first.T / CaseBuilder.BinSeconds) ? [first] : null,
            })],
        };
    }
}
