using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class FirstFailureTests
{
    private static readonly FirstFailure Early = new(1.5, "read/timeout", "198.18.0.5:80", 1);
    private static readonly FirstFailure Late = new(2.5, CaseBuilder.NoPort, "198.18.0.8:82", 2);

    [Fact]
    public void The_first_failure_is_the_earliest_of_all_hosts_in_whatever_order_they_wrote()
    {
        var recorded = new CaseBuilder().Build() with
        {
            Load = [CaseBuilder.Line("client-2", 3, Late with { T = 3.5 }), CaseBuilder.Line("client-1", 1, Early)],
            Proxy = [CaseBuilder.Line("proxy", 2, Late)],
        };

        Assert.Equal(new LocatedFailure("client-1", Early), FirstFailureFinder.Find(recorded));
        Assert.Equal(new LocatedFailure("proxy", Late), FirstFailureFinder.FindPortFailure(recorded));
    }

    [Fact]
    public void A_case_without_failures_has_no_first_one_and_no_exhausted_hop()
    {
        var recorded = new CaseBuilder().Build();

        Assert.Null(FirstFailureFinder.Find(recorded));
        Assert.Null(ExhaustedHop.Name(recorded));
    }

    [Theory]
    [InlineData("connect/EADDRNOTAVAIL", "198.18.0.8:82", "proxy→backend-1")]
    [InlineData("bind/EADDRINUSE", "198.18.0.6:81", "proxy→backend-1")]
    [InlineData("connect/EADDRNOTAVAIL", "198.18.0.99:82", "proxy→198.18.0.99:82")]
    [InlineData("connect/ECONNREFUSED", "198.18.0.6:81", null)]
    public void The_exhausted_hop_leads_from_who_found_no_port_to_the_owner_of_the_address(string outcome, string towards, string? hop)
    {
        var recorded = new CaseBuilder().Build() with { Proxy = [CaseBuilder.Line("proxy", 1, new FirstFailure(1, outcome, towards, 9))] };

        Assert.Equal(hop, ExhaustedHop.Name(recorded));
    }

    [Theory]
    [InlineData("[2001:2::6]:81", "proxy→backend-six")]
    [InlineData("[2001:2::61]:81", "proxy→[2001:2::61]:81")]
    [InlineData("backends", "proxy→backends")]
    public void An_address_of_IPv6_has_an_owner_and_a_proxys_word_for_all_has_none(string towards, string hop)
    {
        var recorded = new CaseBuilder().Build();
        recorded = recorded with
        {
            File = recorded.File with { Hosts = [.. recorded.File.Hosts, new HostFacts("backend-six", ["2001:2::6"], [])] },
            Proxy = [CaseBuilder.Line("proxy", 1, Late with { Towards = towards })],
        };

        Assert.Equal(hop, ExhaustedHop.Name(recorded));
    }

    [Fact]
    public void Clients_may_run_out_too()
    {
        var recorded = new CaseBuilder().Build() with { Load = [CaseBuilder.Line("client-1", 1, Late with { Towards = "198.18.0.5:80" })] };

        Assert.Equal("client-1→proxy", ExhaustedHop.Name(recorded));
    }

    [Fact]
    public void Errors_are_counted_where_they_happened_and_a_502_is_not_counted_again()
    {
        var counts = (string outcome, long count) =>
            new TrafficLine { Host = "x", Failed = new Dictionary<string, long> { [outcome] = count } };
        var recorded = new CaseBuilder().Build() with
        {
            Load = [counts("http/502", 5), counts("connect/EADDRNOTAVAIL", 1), counts("read/timeout", 2), new TrafficLine { Host = "x" }],
            Proxy = [counts("connect/EADDRNOTAVAIL", 2), counts("connect/EADDRNOTAVAIL", 3)],
        };

        Assert.Equal(
            [("connect/EADDRNOTAVAIL", 6L), ("read/timeout", 2)], PortFailure.ByOrigin(recorded).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(["connect/EADDRNOTAVAIL", "http/502", "read/timeout"], PortFailure.Count(recorded.Load).Keys);
    }
}
