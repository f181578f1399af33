using Repro.Linux;
using Repro.Model;
using Repro.Recording;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What a host that opens connections to the backends does between the moment when all hosts are ready and the load.</summary>
internal static class OpenerSetup
{
    private static readonly TimeSpan ListenLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Fills ports, and reads back what is set on its sockets; a proxy that is a program of its own is waited for first.</summary>
    /// <exception cref="IOException">It does not listen, or the ports can't be had.</exception>
    public static OpenerFacts Run(NodeSpec spec, TimeProvider time)
    {
        var opener = spec.Opener!;
        if (spec.LogOf is not null)
        {
            AwaitListener(spec.Proxy!.Listen, time);
        }

        var family = opener.Tuples is [var first, ..] ? first.Target.Kernel.Family : SocketCalls.AddressFamilyInet;
        var begun = time.GetTimestamp();
        var result = Prefill.Run(opener.Tuples, opener.Bind, spec.Prefill);
        return new OpenerFacts(
            SocketProbe.ReadPorts(opener.SocketPorts, family),
            result.Filled,
            Math.Round(time.GetElapsedTime(begun).TotalSeconds, 6),
            result.Error is { } error ? $"{error} on {result.Tuple}" : null)
        {
            SocketOptions = opener.Options.Count == 0 ? null
                : [.. opener.Options.Select(option =>
                    new SocketOptionFacts(option.Name, option.Value, SocketProbe.ReadBack(option, family)))],
        };
    }

    // The kernel is asked, as no connection may be spent on finding out.
    private static void AwaitListener(Endpoint endpoint, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        using var dump = new SocketDump();
        while (!Listens(dump, endpoint))
        {
            if (time.GetElapsedTime(begun) > ListenLimit)
            {
                throw new IOException($"the proxy does not listen on {endpoint} after {ListenLimit.TotalSeconds:0} s");
            }

            Task.Delay(BetweenLooks, time).GetAwaiter().GetResult();
        }
    }

    private static bool Listens(SocketDump dump, Endpoint endpoint)
    {
        var found = false;
        dump.Read(entry => found |= entry.State == TcpState.Listen && entry.SourcePort == endpoint.Port
            && SocketEntry.Address(entry.Source).Equals(endpoint.Address));
        return found;
    }
}
