using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

[Trait("Fault", "B12")]
public sealed class FailureCauseTests
{
    [Theory]
    [InlineData("ListenOverflows", 12, "backend-1's accept queue overflowed 12 times (ListenOverflows)")]
    [InlineData("ListenOverflows", 1, "backend-1's accept queue overflowed once (ListenOverflows)")]
    [InlineData("ListenDrops", 5, "backend-1's listeners dropped 5 SYNs for another reason (ListenDrops)")]
    [InlineData("TCPReqQFullDrop", 7, "backend-1's SYN queue was full and dropped 7 times (TCPReqQFullDrop)")]
    [InlineData("TCPReqQFullDoCookies", 7, "backend-1's SYN queue was full and answered with cookies 7 times (TCPReqQFullDoCookies)")]
    [InlineData("nf_conntrack_drop", 3, "backend-1's connection tracking table was full and dropped 3 times (nf_conntrack_drop)")]
    public void A_counter_that_rose_is_named_beside_what_it_may_have_caused(string counter, int times, string cause) =>
        Assert.Equal($"; {cause}", Of("read/timeout", new Dictionary<string, long> { [counter] = times }));

    [Fact]
    public void A_SYN_that_a_full_accept_queue_turned_away_is_told_once() => Assert.Equal(
        "; backend-1's accept queue overflowed 12 times (ListenOverflows)",
        Of("connect/timeout", new Dictionary<string, long> { ["ListenOverflows"] = 12, ["ListenDrops"] = 12 }));

    [Theory]
    [InlineData("open/EMFILE", "; the process had no descriptor left for a socket (ulimit -n)")]
    [InlineData("http/404", "")]
    [InlineData("connect/EACCES", "")]
    public void What_says_by_its_name_what_it_was_is_not_laid_to_a_queue(string outcome, string cause) =>
        Assert.Equal(cause, Of(outcome, new Dictionary<string, long> { ["ListenOverflows"] = 12 }));

    [Fact]
    public void Where_no_counter_rose_nothing_is_said() => Assert.Equal("", Of("read/timeout", new Dictionary<string, long>()));

    [Fact]
    public void The_reason_that_makes_a_case_invalid_has_the_cause()
    {
        var recorded = new CaseBuilder { BackendCounters = new Dictionary<string, long> { ["ListenOverflows"] = 12 } }.Build();
        var late = new TrafficLine { Host = "proxy", Failed = new Dictionary<string, long> { ["read/timeout"] = 12 } };

        Assert.Equal(
            ["12 requests failed for another reason than ports: read/timeout; backend-1's accept queue overflowed 12 times "
                + "(ListenOverflows)"],
            CaseAnalysis.Summarize(recorded with { Proxy = [.. recorded.Proxy, late] }).InvalidReasons);
    }

    private static string Of(string outcome, Dictionary<string, long> counters) =>
        FailureCause.Of(new CaseBuilder { BackendCounters = counters }.Build(), outcome);
}
