using Repro.Model;
using Repro.Watching;

namespace Repro.Tests.Watching;

public sealed class HostReadingTests
{
    private const string Backend = "10.0.0.2:5432";

    [Fact]
    public void A_host_without_connections_never_runs_out_and_nothing_is_wrong_with_it()
    {
        var report = Looks.Report(Looks.At(0), Looks.At(1));
        Assert.Equal((1000, 0), (report.PortsPerTuple, report.TupleCount));
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void While_the_ports_fill_up_the_time_until_they_have_run_out_is_what_is_free_by_the_rate()
    {
        var report = Looks.Report(
            Looks.At(0, (Backend, Looks.TimeWaits(300, 100))),
            Looks.At(1, (Backend, Looks.TimeWaits(400, 100))));
        var tuple = Assert.Single(report.Tuples);
        Assert.Equal((400, 600, 100.0), (tuple.InUse, tuple.Free, tuple.ClosedPerSecond));
        Assert.Equal(6, tuple.ExhaustedInSeconds!.Value, 1);
        Assert.Equal(1, tuple.SlowInSeconds!.Value, 1);
        Assert.Equal(FindingId.PortsRunOut, Assert.Single(report.Findings).Id);
    }

    [Fact]
    public void A_rate_below_the_threshold_goes_on_for_ever()
    {
        // 15/s × 61 s are 915 of 1,000.
        var tuple = Assert.Single(Looks.Report(
            Looks.At(0, (Backend, Looks.TimeWaits(600, 15))), Looks.At(1, (Backend, Looks.TimeWaits(615, 15)))).Tuples);
        Assert.Null(tuple.ExhaustedInSeconds);
        Assert.InRange(tuple.ThresholdPerSecond, 16, 17);
        Assert.InRange(tuple.Headroom, 0.05, 0.1);
    }

    [Fact]
    public void Where_no_port_is_left_the_rate_is_that_at_which_they_were_taken()
    {
        var report = Looks.Report(
            Looks.At(0, (Backend, Looks.TimeWaits(1000, 250, ago: 4))), Looks.At(1, (Backend, Looks.TimeWaits(1000, 250, ago: 5))));
        var tuple = Assert.Single(report.Tuples);
        Assert.Equal((0, 0.0, 0.0), (tuple.Free, tuple.ExhaustedInSeconds!.Value, tuple.ClosedPerSecond));
        Assert.Equal(250, tuple.FilledPerSecond, 0);
        Assert.Equal(FindingId.PortsExhausted, Assert.Single(report.Findings).Id);
    }

    [Fact]
    public void Ports_that_may_be_taken_over_are_free()
    {
        var reused = Looks.At(1, (Backend, Looks.TimeWaits(1000, 100))) with
        {
            Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 33767").With(Sysctls.TcpTwReuseKey, "1"),
        };
        var tuple = Assert.Single(Looks.Report(Looks.At(0, (Backend, Looks.TimeWaits(900, 100))), reused).Tuples);
        Assert.Equal(1000, tuple.InUse);
        Assert.InRange(tuple.Free, 899, 901);
        Assert.Null(tuple.ExhaustedInSeconds);
    }

    [Fact]
    public void A_program_that_opens_connections_and_ends_none_is_told_from_TIME_WAIT()
    {
        var report = Looks.Report(
            Looks.At(0, (Backend, Looks.Open(TcpState.Established, 300))), Looks.At(1, (Backend, Looks.Open(TcpState.Established, 400))));
        Assert.Equal(6, Assert.Single(report.Tuples).ExhaustedInSeconds!.Value, 1);
        Assert.Contains(report.Findings, finding => finding.Id == FindingId.OpenConnectionsLeak);
    }

    [Fact]
    public void A_pool_that_opens_one_more_runs_out_never()
    {
        var report = Looks.Report(
            Looks.At(0, (Backend, Looks.Open(TcpState.Established, 50))), Looks.At(1, (Backend, Looks.Open(TcpState.Established, 51))));
        Assert.Null(Assert.Single(report.Tuples).ExhaustedInSeconds);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void A_slow_leak_is_told_from_a_pool_that_breathes_by_a_longer_look()
    {
        var earlier = Looks.At(-29, (Backend, Looks.Open(TcpState.Established, 350)));
        var before = Looks.At(0, (Backend, Looks.Open(TcpState.Established, 495)));
        var now = Looks.At(1, (Backend, Looks.Open(TcpState.Established, 500)));
        Assert.Null(Assert.Single(Looks.Report(before, now).Tuples).ExhaustedInSeconds);
        var longer = HostReading.Of(before, now, earlier.ToOpenLook(), Looks.Kernel, _ => []);
        Assert.Equal(100, Assert.Single(longer.Tuples).ExhaustedInSeconds!.Value, 0);
    }

    [Fact]
    public void Many_that_come_and_go_are_no_leak()
    {
        var before = Looks.At(0, (Backend, Looks.Open(TcpState.Established, 300)));
        var now = Looks.At(1, (Backend, Looks.Open(TcpState.Established, 360))) with
        {
            Counters = new Dictionary<string, long> { ["ActiveOpens"] = 5000 },
        };
        Assert.Null(Assert.Single(Looks.Report(before, now).Tuples).ExhaustedInSeconds);
    }

    [Fact]
    public void Connections_that_only_the_other_side_has_closed_are_a_leak()
    {
        var look = Looks.At(1, (Backend, Looks.Open(TcpState.CloseWait, 200)));
        Assert.Equal(FindingId.CloseWaitLeak, Assert.Single(Looks.Report(look with { Seconds = 0 }, look).Findings).Id);
    }

    [Theory]
    [InlineData("ListenOverflows", FindingId.ListenOverflow)]
    [InlineData("TCPTimeWaitOverflow", FindingId.TimeWaitBucketsFull)]
    [InlineData("nf_conntrack_drop", FindingId.ConntrackFull)]
    [InlineData("nf_conntrack_insert_failed", FindingId.ConntrackClash)]
    public void A_counter_that_rises_is_named_as_what_it_is(string counter, FindingId id)
    {
        var now = Looks.At(1) with { Counters = new Dictionary<string, long> { [counter] = 7 } };
        var finding = Assert.Single(Looks.Report(Looks.At(0), now).Findings);
        Assert.Equal(id, finding.Id);
        Assert.Contains("7", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_inside_of_the_range_is_named_unless_its_port_is_reserved()
    {
        var look = Looks.At(1) with { Listening = new HashSet<int> { 80, 33000 } };
        var finding = Assert.Single(Looks.Report(look with { Seconds = 0 }, look).Findings);
        Assert.Equal(FindingId.ListenerInRange, finding.Id);
        Assert.Contains("=33000.", finding.Remedy, StringComparison.Ordinal);
        var some = look with { Sysctls = look.Sysctls.With(Sysctls.LocalReservedPortsKey, "8080,33100-33110") };
        var both = Assert.Single(Looks.Report(some with { Seconds = 0 }, some).Findings);
        Assert.Contains("=8080,33000,33100-33110.", both.Remedy, StringComparison.Ordinal);
        var reserved = look with { Sysctls = look.Sysctls.With(Sysctls.LocalReservedPortsKey, "33000") };
        Assert.Empty(Looks.Report(reserved with { Seconds = 0 }, reserved).Findings);
    }

    [Fact]
    public void Of_many_tuples_that_run_out_one_is_named_and_the_others_are_counted()
    {
        var full = Enumerable.Range(0, 12).Select(n => ($"10.0.0.{n + 2}:80", Looks.TimeWaits(1000, 250, ago: 5))).ToArray();
        var report = Looks.Report(Looks.At(0, full), Looks.At(1, full));
        Assert.Contains("likewise 11 tuples more", Assert.Single(report.Findings).Text, StringComparison.Ordinal);
    }
}
