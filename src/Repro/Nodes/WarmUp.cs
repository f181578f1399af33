using System.Net;
using System.Text.Json;
using Repro.Physics;
using Repro.Recording;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What a node does once before anything is measured, so that all of its code is compiled by then.</summary>
internal static class WarmUp
{
    private static readonly Endpoint BackendAddress = new(IPAddress.Loopback, 1);
    private static readonly Endpoint ProxyAddress = new(IPAddress.Loopback, 2);
    private static readonly Endpoint NobodysAddress = new(IPAddress.Loopback, 3);
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
        using var backend = new Backend(new BackendSpec([BackendAddress], 1));
        using var proxy = new Traffic.Proxy(
            new ProxySpec
            {
                Listen = ProxyAddress,
                // Every other request fails, as failures are measured too.
                Tuples = [new OpenerSpec.Tuple(null, BackendAddress), new OpenerSpec.Tuple(null, NobodysAddress)],
                TimeoutSeconds = TimeoutSeconds,
                KeepAlive = spec.Opener?.KeepAlive,
                Transparent = spec.Opener?.Transparent ?? false,
                Abort = true,
            },
            new TrafficRecorder("proxy", line => Write(new NodeLine { Traffic = line })));
        using var client = new Client(
            new ClientSpec
            {
                Tuples = [new OpenerSpec.Tuple(null, ProxyAddress)],
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

    private static void Write(NodeLine line) => JsonSerializer.Serialize(Stream.Null, line, LineJson.Default.NodeLine);
}
