using Repro.Proxies.Haproxy;
using Repro.Traffic;

namespace Repro.Tests.Proxies.Haproxy;

public sealed class HaproxyConfigurationTests
{
    [Fact]
    public void Requests_have_a_connection_each_unless_told() => Assert.Equal(
        """
        global
            log 127.0.0.1:5514 format raw local0
            nbthread 1
            maxconn 1998

        defaults
            log global
            mode http
            maxconn 1998
            timeout connect 5000ms
            timeout client 5000ms
            timeout server 5000ms
            retries 0
            no option redispatch
            option http-server-close

        frontend clients
            bind 198.18.0.5:80 backlog 65535
            log-format "repro %Ts.%ms %ts %Tt %rc %s %ST"
            default_backend backends

        backend backends
            balance roundrobin
            http-reuse never
            server 198.18.0.6:81 198.18.0.6:81
            server 198.18.0.7:81 198.18.0.7:81

        """,
        HaproxyConfiguration.Render(ProxySpecs.Plain, isTcp: false, 4096));

    [Fact]
    public void Bytes_are_passed_on_without_a_word_of_HTTP()
    {
        var text = HaproxyConfiguration.Render(ProxySpecs.Plain with { Abort = true, Retries = 2 }, isTcp: true, 4096);

        Assert.DoesNotContain("http", text, StringComparison.Ordinal);
        Assert.Contains("    mode tcp\n", text, StringComparison.Ordinal);
        Assert.Contains("    log-format \"repro %Ts.%ms %ts %Tt %rc %s -\"\n", text, StringComparison.Ordinal);
        Assert.Contains("    option nolinger\n", text, StringComparison.Ordinal);
        Assert.Contains("    retries 2\n    option redispatch 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_of_IPv6_stand_in_brackets_everywhere_but_in_names()
    {
        var text = HaproxyConfiguration.Render(ProxySpecs.Ipv6, isTcp: true, 4096);

        Assert.Contains("    bind [2001:2::5]:80 backlog 65535\n", text, StringComparison.Ordinal);
        Assert.EndsWith(
            """
                server 2001:2::5-2001:2::6:81 [2001:2::6]:81 source [2001:2::5]
                server 2001:2::8-2001:2::6:81 [2001:2::6]:81 source [2001:2::8]

            """,
            text,
            StringComparison.Ordinal);
        var transparent = ProxySpecs.Ipv6 with
        {
            Transparent = true,
            Tuples = [.. ProxySpecs.Ipv6.Tuples.Take(1).Select(tuple => tuple with { Source = null })],
        };
        Assert.EndsWith(
            "    server 1-2001:2::6:81 [2001:2::6]:81 source [::] usesrc clientip\n",
            HaproxyConfiguration.Render(transparent, isTcp: true, 4096),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tuple_is_a_server_with_a_pool_of_its_own() => Assert.EndsWith(
        """
            http-reuse always
            server 198.18.0.5-198.18.0.6:81 198.18.0.6:81 source 198.18.0.5 pool-max-conn 16 pool-purge-delay 1500ms
            server 198.18.0.8-198.18.0.6:81 198.18.0.6:81 source 198.18.0.8 pool-max-conn 16 pool-purge-delay 1500ms
            server 198.18.0.5-198.18.0.7:81 198.18.0.7:81 source 198.18.0.5 pool-max-conn 16 pool-purge-delay 1500ms
            server 198.18.0.8-198.18.0.7:81 198.18.0.7:81 source 198.18.0.8 pool-max-conn 16 pool-purge-delay 1500ms

        """,
        HaproxyConfiguration.Render(ProxySpecs.TwoSources with { KeepAlive = new KeepAliveSpec(64, 1.5, 1000) }, isTcp: false, 4096),
        StringComparison.Ordinal);

    [Fact]
    public void Clients_addresses_have_a_word_and_every_server_a_name() => Assert.EndsWith(
        """
            server 1-198.18.0.6:81 198.18.0.6:81 source 0.0.0.0 usesrc clientip
            server 2-198.18.0.7:81 198.18.0.7:81 source 0.0.0.0 usesrc clientip
            server 3-198.18.0.7:81 198.18.0.7:81 source 0.0.0.0 usesrc clientip
            server 4-198.18.0.6:81 198.18.0.6:81 source 0.0.0.0 usesrc clientip

        """,
        HaproxyConfiguration.Render(ProxySpecs.Transparent, isTcp: true, 4096),
        StringComparison.Ordinal);

    [Fact]
    public void A_pool_that_is_smaller_than_the_servers_has_a_connection_for_each() => Assert.Contains(
        "pool-max-conn 1 ",
        HaproxyConfiguration.Render(ProxySpecs.TwoSources with { KeepAlive = new KeepAliveSpec(2, 1, 1000) }, isTcp: false, 4096),
        StringComparison.Ordinal);

    [Fact]
    public void It_is_started_with_its_configuration() =>
        Assert.Equal(["-db", "-f", "/x/haproxy.cfg"], new HaproxyKind().Arguments("/x/haproxy.cfg", "/x"));
}
