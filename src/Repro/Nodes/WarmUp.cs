using System.Globalization;
using System.Net;
using System.Text.Json;
using Repro.Model;
using Repro.Physics;
using Repro.Recording;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What a node does once before anything is measured, so that all of its code is compiled by then.</summary>
internal static class WarmUp
{
    // Below every local range; the load of one host has 127.0.0.1 and those after it.
    private const byte Network = 1;
    private const double RatePerSecond = 1000;
    private const double DurationSeconds = 0.04;
    private const double TimeoutSeconds = 30;

    /// <summary>
    /// A short load through a client, a proxy and a backend of this process. It goes over the loopback and every connection ends with a
    /// RST: no port of a measured tuple is spent, and no TIME_WAIT is left.
    /// </summary>
    /// <param name="spec">The node, whose ways of opening and keeping connections are warmed up too.</param>
    /// <param name="sampler">Its sampler.</param>
    public static void Run(NodeSpec spec, HostSampler sampler)
    {
        var own = OwnAddress(spec.Host);
        var (backendAddress, proxyAddress, nobodysAddress) = (new Endpoint(own, 1), new Endpoint(own, 2), new Endpoint(own, 3));
        using var backend = new Backend(new BackendSpec([backendAddress], 1));
        using var proxy = new Traffic.Proxy(
            new ProxySpec
            {
                Listen = proxyAddress,
                // Every other request fails, as failures are measured too.
                Tuples = [new OpenerSpec.Tuple(null, backendAddress), new OpenerSpec.Tuple(null, nobodysAddress)],
                TimeoutSeconds = TimeoutSeconds,
                KeepAlive = spec.Opener?.KeepAlive,
                Transparent = spec.Opener?.Transparent ?? false,
                Abort = true,
            },
            new TrafficRecorder("proxy", line => Write(new NodeLine { Traffic = line })));
        using var client = new Client(
            new ClientSpec
            {
                Tuples = [new OpenerSpec.Tuple(null, proxyAddress)],
                Arrivals = new ArrivalLaw { RatePerSecond = RatePerSecond, DurationSeconds = DurationSeconds },
                TimeoutSeconds = TimeoutSeconds,
                Index = 0,
                Clients = 1,
                Abort = true,
            },
            new TrafficRecorder("client", line => Write(new NodeLine { Traffic = line })));
        using (new RoleThread(backend, backend.Run))
        using (new RoleThread(proxy, proxy.Run))
        {
            proxy.Start(EventLoop.Now);
            client.Start(EventLoop.Now);
            client.Run();
        }

        Write(new NodeLine { Sockets = sampler.Rehearse() });
    }

    // Nodes on one host must not meet.
    private static IPAddress OwnAddress(string host) => new([
        127, Network, (byte)(HostRoles.Of(host) is { } role ? 1 + (int)role : 0),
        byte.TryParse(host.AsSpan(host.LastIndexOf('-') + 1), CultureInfo.InvariantCulture, out var number) ? number : (byte)1,
    ]);

    private static void Write(NodeLine line) => JsonSerializer.Serialize(Stream.Null, line, LineJson.Default.NodeLine);
}
