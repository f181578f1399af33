using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Proxies.Caddy;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Proxies.Caddy;

public sealed class CaddyKindTests
{
    [Theory]
    [InlineData("2.6.2\n", "2.6.2")]
    [InlineData("v2.8.4 h1:q3pe0wpBj1OcHFZ3n/1nl4V4bxBrYoSoab7rL9BMYNk=\n", "2.8.4")]
    [InlineData("permission denied", null)]
    public void ParseVersion_WhatTheProgramSays_FindsTheVersion(string said, string? version) =>
        Assert.Equal(version, new CaddyKind().ParseVersion(said));

    [Theory]
    [InlineData("socketPorts: 32768 33767", "Caddy has no word for IP_LOCAL_PORT_RANGE: leave proxy.socketPorts out")]
    [InlineData("bind: port", "Caddy (2.6) binds its connections to no address: leave proxy.bind and proxy.addresses out")]
    [InlineData("addresses: 2", "Caddy (2.6) binds its connections to no address: leave proxy.bind and proxy.addresses out")]
    [InlineData("transparent: true", "Caddy has no word for its clients' addresses as its own: leave proxy.transparent out")]
    [InlineData("close: rst", "Caddy has no word for closing upstream connections with a RST: leave proxy.close out")]
    [InlineData("httpVersion: 1.0", "Caddy speaks HTTP/1.1 with its backends: leave proxy.httpVersion out")]
    [InlineData(
        "httpVersion: 1.1",
        "Caddy says Connection: close where it keeps no connections: say backends.closes: never, and leave proxy.httpVersion out")]
    [InlineData(
        "keepAlive: { connections: 8, requests: 10 }",
        "Caddy puts no end to a kept connection by its requests: leave proxy.keepAlive.requests out")]
    [InlineData("mode: tcp", "proxy.mode is tcp for haproxy alone")]
    public void What_Caddy_can_not_do_is_refused_with_the_reason(string asked, string reason) => Assert.Equal(
        [$"none: {reason}"],
        Planner.Create(ScenarioText.Parse($"proxy: {{ kind: caddy, {asked} }}"), new Kernel()).Diagnostics.Select(wrong => wrong.Message));

    [Theory]
    [InlineData("", BackendClosing.Asked, false)]
    [InlineData("", BackendClosing.Never, true)]
    [InlineData(", keepAlive: { connections: 8 }", BackendClosing.Asked, true)]
    public void It_asks_its_backends_to_close_where_it_keeps_no_connections(string kept, BackendClosing closes, bool holdsTimeWait)
    {
        var scenario = ScenarioText.Parse(
            $"{{ proxy: {{ kind: caddy{kept} }}, backends: {{ closes: {closes.ToString().ToLowerInvariant()} }} }}");

        Assert.Equal(holdsTimeWait, Planner.Create(scenario, new Kernel()).Plan.Cases[0].Prediction.Upstream.HoldSeconds > 60);
    }
}
