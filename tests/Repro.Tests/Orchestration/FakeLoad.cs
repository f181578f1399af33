using Repro.Nodes;
using Repro.Physics;
using Repro.Recording;

namespace Repro.Tests.Orchestration;

/// <summary>What the nodes of a case have to say of its load, were there so many ports. The first client sends all of it.</summary>
/// <param name="carries">The rate above which they run out.</param>
/// <param name="ports">How many there are.</param>
internal sealed class FakeLoad(double carries, int ports)
{
    private const double Width = Node.BinSeconds;
    private ArrivalLaw law = new() { RatePerSecond = 1, DurationSeconds = 1 };

    /// <summary>Takes note of what a node is to do.</summary>
    public void Add(NodeSpec spec) => law = spec.Client?.Arrivals ?? law;

    /// <summary>All that a node says from the start to the end of its load.</summary>
    public IEnumerable<NodeLine> Of(NodeSpec spec)
    {
        var isProxy = spec.Proxy is not null;
        var sends = isProxy || spec.Client is { Index: 0 };
        var onset = law.OfferedPerSecond > carries ? ports / law.OfferedPerSecond : double.PositiveInfinity;
        var told = false;
        for (var bin = 0; bin * Width < law.DurationSeconds - (Width / 2); bin++)
        {
            var t = Math.Round(bin * Width, 6);
            var count = sends ? (long)Math.Ceiling(law.OfferedPerSecond * (t + Width)) - (long)Math.Ceiling(law.OfferedPerSecond * t) : 0;
            var fails = t >= onset && count > 0;
            if (isProxy || spec.Client is not null)
            {
                var outcome = isProxy ? "connect/EADDRNOTAVAIL" : "http/502";
                yield return new NodeLine
                {
                    Traffic = new TrafficLine
                    {
                        Host = spec.Host,
                        T = t,
                        Due = isProxy ? 0 : count,
                        Sent = count,
                        Connects = fails && isProxy ? 0 : count,
                        Ok = fails ? 0 : count,
                        Failed = fails ? new Dictionary<string, long> { [outcome] = count } : null,
                        First = fails && !told ? [new FirstFailure(t, outcome, "198.18.9.1:81", ports)] : null,
                    },
                };
                told |= fails;
            }

            yield return new NodeLine
            {
                Sockets = new SocketsLine
                {
                    Host = spec.Host,
                    T = t,
                    Counters = new Dictionary<string, long>(),
                    Tuples = isProxy ? [.. spec.Proxy!.Tuples.Select(tuple => new TupleUse("198.18.9.9", tuple.Target.Name, 1))] : null,
                },
            };
        }

        if (spec.Client is not null)
        {
            yield return new NodeLine { Done = true };
        }
    }
}
