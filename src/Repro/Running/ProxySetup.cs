using System.Diagnostics;
using Repro.Recording;
using Repro.Traffic;

namespace Repro.Running;

/// <summary>What the proxy does between the moment when all hosts are ready and the load.</summary>
internal static class ProxySetup
{
    /// <summary>Fills ports, and reads back what is set on its sockets.</summary>
    public static ProxyFacts Run(NodeSpec spec)
    {
        var proxy = spec.Proxy!;
        var begun = Stopwatch.GetTimestamp();
        var result = Prefill.Run(proxy.Tuples, proxy.Bind, spec.Prefill);
        return new ProxyFacts(
            SocketProbe.ReadPorts(proxy.SocketPorts),
            result.Filled,
            Math.Round(Stopwatch.GetElapsedTime(begun).TotalSeconds, 6),
            result.Error is { } error ? $"{error} on {result.Tuple}" : null);
    }
}
