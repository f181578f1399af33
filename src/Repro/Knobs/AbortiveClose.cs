using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Knobs;

/// <summary>How the proxy closes: with a FIN, or with a RST that leaves no TIME_WAIT.</summary>
internal sealed class AbortiveClose : Knob
{
    public override string Id => "abortive-close";

    public override IReadOnlyList<string> Keys { get; } = ["proxy.close"];

    public override string ProvenBy => "no TIME_WAIT, and TcpExt TCPAbortOnData equals the closes";

    public override string Cost => "the backend sees an error instead of an end";

    public override string Risk => "unsafe where data may still be on its way: a RST throws it away on both sides";

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        conditions.Proxy.Resets ? upstream with { Close = CloseKind.Reset } : upstream;

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (conditions.Proxy.Close == Closing.Rst)
        {
            var resets = observed.Counter("TCPAbortOnData");
            yield return new Evidence(
                "closes-reset",
                resets >= (KeptConnections.Closes(conditions, observed) * Nearly) - Slack,
                $"TCPAbortOnData rose by {resets} for {observed.Connects} {Noun.Of(observed.Connects, "connection")}");
        }

        foreach (var evidence in conditions.Proxy.Resets ? NoTimeWait(conditions, observed) : [])
        {
            yield return evidence;
        }
    }

    /// <summary>
    /// Whether the proxy's ports are free once their connections are closed; nothing where some were filled with TIME_WAIT.
    /// </summary>
    public static IEnumerable<Evidence> NoTimeWait(Conditions conditions, IObserved observed) => conditions.PrefillPercent > 0
        ? []
        : [new("no-time-wait", observed.PeakTimeWait <= Slack, $"peak TIME_WAIT of the proxy is {observed.PeakTimeWait}")];
}
