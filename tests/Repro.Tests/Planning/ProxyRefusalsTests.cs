using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class ProxyRefusalsTests
{
    [Theory]
    [InlineData(
        "proxy: { kind: nginx, socketPorts: 32768 33767 }", "nginx has no word for IP_LOCAL_PORT_RANGE: leave proxy.socketPorts out")]
    [InlineData(
        "proxy: { kind: haproxy, socketPorts: 32768 33767 }", "HAProxy has no word for IP_LOCAL_PORT_RANGE: leave proxy.socketPorts out")]
    [InlineData(
        "proxy: { kind: nginx, bind: port }",
        "nginx sets IP_BIND_ADDRESS_NO_PORT wherever it binds to an address: proxy.bind is none or address there, not port")]
    [InlineData(
        "proxy: { kind: nginx, close: rst }", "nginx has no word for closing upstream connections with a RST: leave proxy.close out")]
    [InlineData("proxy: { kind: nginx, mode: tcp }", "proxy.mode is tcp for haproxy alone")]
    [InlineData("proxy: { mode: tcp }", "proxy.mode is tcp for haproxy alone")]
    [InlineData("proxy: { kind: haproxy, httpVersion: 1.0 }", "HAProxy speaks HTTP/1.1 with its backends: leave proxy.httpVersion out")]
    [InlineData(
        "proxy: { kind: nginx, httpVersion: 1.0, keepAlive: { connections: 8 } }",
        "HTTP/1.0 asks the backend to close and keeps nothing alive: leave proxy.httpVersion or proxy.keepAlive out")]
    [InlineData(
        "{ proxy: { kind: nginx }, backends: { finDelay: 59s } }",
        "a backend that is asked to close has no late FIN, and it is asked here: "
            + "say backends.closes: never, proxy.httpVersion: 1.1, or leave backends.finDelay out")]
    [InlineData(
        "proxy: { kind: haproxy, mode: tcp, keepAlive: { connections: 8 } }",
        "HAProxy keeps no connections in mode tcp, where it does not know of requests: leave proxy.keepAlive or proxy.mode out")]
    [InlineData(
        "proxy: { kind: haproxy, keepAlive: { connections: 8, requests: 10 } }",
        "HAProxy puts no end to a kept HTTP/1.1 connection by its requests (max-reuse is for HTTP/2): leave proxy.keepAlive.requests out")]
    [InlineData(
        "{ proxy: { kind: haproxy, mode: tcp }, backends: { finDelay: 1s } }",
        "HAProxy in mode tcp logs a connection only once the backend's FIN has come: leave backends.finDelay or proxy.mode out")]
    [InlineData(
        "proxy: { transparent: true, addresses: 2 }",
        "a transparent proxy uses its clients' addresses, and none of its own: leave proxy.addresses or proxy.transparent out")]
    [InlineData(
        "proxy: { transparent: true, bind: port }",
        "proxies leave the port of a client's address to connect(): leave proxy.bind or proxy.transparent out")]
    [InlineData(
        "proxy: { kind: haproxy, transparent: true, keepAlive: { connections: 8 } }",
        "a kept connection has the address of the client that it was opened for, and would carry other clients' requests: "
            + "leave proxy.keepAlive or proxy.transparent out")]
    [InlineData(
        "{ proxy: { transparent: true }, prefill: 50% }",
        "there are no clients yet whose ports could be filled before the load: leave prefill or proxy.transparent out")]
    public void What_a_proxy_has_no_word_for_is_refused_with_the_reason(string yaml, string reason) =>
        Assert.Equal([$"none: {reason}"], Wrong(yaml));

    [Theory]
    [InlineData("proxy: { kind: nginx, bind: address, addresses: 2, retries: 1, keepAlive: { connections: 8, requests: 10 } }")]
    [InlineData("proxy: { kind: haproxy, close: rst, mode: tcp, addresses: 2 }")]
    [InlineData("proxy: { kind: haproxy, keepAlive: { connections: 8, idle: 5s } }")]
    [InlineData("{ proxy: { kind: haproxy }, backends: { closes: first } }")]
    [InlineData("{ proxy: { kind: haproxy, mode: tcp }, backends: { closes: first } }")]
    [InlineData("{ proxy: { kind: nginx }, backends: { closes: first } }")]
    [InlineData("{ proxy: { kind: nginx, httpVersion: 1.1 }, backends: { finDelay: 59s } }")]
    [InlineData("{ proxy: { kind: nginx }, backends: { closes: never, finDelay: 59s } }")]
    [InlineData("proxy: { transparent: true, socketPorts: 32768 33767, retries: 1, close: rst }")]
    [InlineData("proxy: { kind: nginx, transparent: true, retries: 1 }")]
    [InlineData("proxy: { kind: haproxy, mode: tcp, transparent: true, bind: address }")]
    public void What_it_has_words_for_is_planned(string yaml) => Assert.Empty(Wrong(yaml));

    [Theory]
    [Trait("Fault", "B7")]
    [InlineData("{ kind: builtin }", 4.0)]
    // In HTTP/1.0 backends are asked to close, and do: TIME_WAIT is theirs. Asked for nothing, they wait for the proxy.
    [InlineData("{ kind: builtin, httpVersion: 1.0 }", null)]
    [InlineData("{ kind: nginx }", null)]
    [InlineData("{ kind: nginx, httpVersion: 1.0 }", null)]
    [InlineData("{ kind: nginx, httpVersion: 1.1 }", 4.0)]
    [InlineData("{ kind: nginx }, backends: { closes: never }", 4.0)]
    [InlineData("{ kind: builtin }, backends: { closes: first }", null)]
    [InlineData("{ kind: haproxy, mode: tcp }", 4.0)]
    [InlineData("{ kind: haproxy, mode: tcp, close: rst }", null)]
    // Its connections end with a RST, and leave no TIME_WAIT.
    [InlineData("{ kind: haproxy }", null)]
    public void Who_closes_and_how_decides_whether_a_proxy_runs_out(string proxy, double? onset)
    {
        var (scenario, wrong) = ScenarioFile.Parse(
            $"{{ proxy: {proxy} }}", ScenarioText.File, ["proxy.sysctls.net.ipv4.ip_local_port_range=32768 33767"]);
        Assert.Empty(wrong);
        Assert.Equal(onset, Planner.Create(scenario, new Kernel()).Plan.Cases[0].Prediction.Upstream.OnsetSeconds);
    }

    [Fact]
    public void HAProxy_runs_out_by_connections_that_are_open_at_the_same_time()
    {
        var (scenario, _) = ScenarioFile.Parse(
            "{ proxy: { kind: haproxy }, backends: { delay: 8s }, load: { timeout: 20s } }",
            ScenarioText.File,
            ["proxy.sysctls.net.ipv4.ip_local_port_range=32768 33767"]);
        Assert.Equal(4, Planner.Create(scenario, new Kernel()).Plan.Cases[0].Prediction.Upstream.OnsetSeconds);
    }

    private static IEnumerable<string> Wrong(string yaml)
    {
        var (scenario, diagnostics) = ScenarioFile.Parse(yaml, ScenarioText.File);
        Assert.Empty(diagnostics);
        return Planner.Create(scenario, new Kernel()).Diagnostics.Select(diagnostic => diagnostic.Message);
    }
}
