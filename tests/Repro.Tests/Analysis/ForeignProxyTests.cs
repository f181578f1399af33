using Repro.Analysis;
using Repro.Model;

namespace Repro.Tests.Analysis;

/// <summary>What is different where the proxy is a program of its own.</summary>
public sealed class ForeignProxyTests
{
    [Theory]
    [InlineData("builtin", ProxyMode.Http, "http/502")]
    [InlineData("nginx", ProxyMode.Http, "http/502")]
    [InlineData("nginx", ProxyMode.Http, "http/504")]
    [InlineData("haproxy", ProxyMode.Http, "http/503")]
    [InlineData("haproxy", ProxyMode.Tcp, "read/closed")]
    [InlineData("haproxy", ProxyMode.Tcp, "read/ECONNRESET")]
    public void What_clients_see_of_a_failure_at_the_proxy_is_not_counted_once_more(string kind, ProxyMode mode, string seen) =>
        Assert.Equal([CaseBuilder.NoPort], Exhausted(kind, mode, seen).Errors.Keys);

    [Theory]
    [InlineData("builtin", ProxyMode.Http, "read/closed")]
    [InlineData("builtin", ProxyMode.Http, "http/503")]
    [InlineData("nginx", ProxyMode.Http, "read/closed")]
    [InlineData("haproxy", ProxyMode.Tcp, "read/timeout")]
    public void Whatever_else_they_see_is_a_failure_of_its_own(string kind, ProxyMode mode, string seen) =>
        Assert.Contains($"3000 requests failed for another reason than ports: {seen}", Exhausted(kind, mode, seen).InvalidReasons);

    [Fact]
    public void TIME_WAIT_is_that_towards_the_backends_whatever_else_the_host_has()
    {
        Assert.Equal(14, Case(new CaseBuilder { Conditions = Of("nginx"), UpstreamTimeWait = 7 }).Measured!.PeakTimeWait);
        Assert.Equal(2000, Case(new CaseBuilder { Conditions = Of("builtin"), UpstreamTimeWait = 7 }).Measured!.PeakTimeWait);
    }

    [Theory]
    [InlineData(0, "peak TIME_WAIT of the proxy is 0", true)]
    [InlineData(3, "peak TIME_WAIT of the proxy is 6", false)]
    public void HAProxy_in_mode_http_has_to_show_that_it_leaves_no_TIME_WAIT(int timeWait, string text, bool acted) => Assert.Contains(
        (acted, text),
        EvidenceList.Of(new CaseBuilder { Conditions = Of("haproxy"), UpstreamTimeWait = timeWait }.Build())
            .Select(evidence => (evidence.Acted, evidence.Text)));

    [Fact]
    public void It_is_given_as_long_as_the_backends_take_to_tell_of_a_request()
    {
        var held = Of("nginx") with { Backends = new Backends { Delay = TimeSpan.FromSeconds(2) } };
        var recorded = new CaseBuilder { Conditions = held }.Build();
        var late = recorded with { Proxy = [.. recorded.Proxy.Select(line => line with { T = line.T + 2 })] };

        Assert.Empty(CaseAnalysis.Summarize(late).InvalidReasons);
        Assert.Contains(
            CaseAnalysis.Summarize(late with { File = new CaseBuilder { Conditions = Of("nginx") }.File() }).InvalidReasons,
            reason => reason.StartsWith("the proxy took", StringComparison.Ordinal));
    }

    private static Conditions Of(string kind, ProxyMode mode = ProxyMode.Http) =>
        new() { Proxy = new Proxy { Kind = kind, Mode = mode, HttpVersion = kind == "nginx" ? HttpVersion.Http11 : HttpVersion.Default } };

    private static CaseSummary Exhausted(string kind, ProxyMode mode, string seen) =>
        Case(CaseBuilder.Exhausted() with { Conditions = Of(kind, mode), SeenByClients = seen });

    private static CaseSummary Case(CaseBuilder builder) => CaseAnalysis.Summarize(builder.Build());
}
