using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Knobs;

/// <summary>How the side that opened a connection closes it: with a FIN, or with a RST that leaves no TIME_WAIT.</summary>
internal sealed class AbortiveClose : Knob
{
    public override string Id => "abortive-close";

    public override IReadOnlyList<string> Keys { get; } = OfOpener("close");

    public override string ProvenBy => "no TIME_WAIT, and TcpExt TCPAbortOnData equals the closes";

    public override string Cost => "the backend sees an error instead of an end";

    public override string Risk => "unsafe where data may still be on its way: a RST throws it away on both sides";

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        conditions.OpenerResets ? upstream with { Close = CloseKind.Reset } : upstream;

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (conditions.Opener.Close == Closing.Rst)
        {
            var resets = observed.Counter("TCPAbortOnData");
            yield return new Evidence(
                "closes-reset",
                resets >= (KeptConnections.Closes(conditions, observed) * Nearly) - Slack,
                $"TCPAbortOnData rose by {resets} for {observed.Connects} {Noun.Of(observed.Connects, "connection")}");
        }

        foreach (var evidence in conditions.OpenerResets ? NoTimeWait(conditions, observed) : [])
        {
            yield return evidence;
        }
    }

    /// <summary>
    /// Whether ports are free once their connections are closed; nothing where some were filled with TIME_WAIT.
    /// </summary>
    public static IEnumerable<Evidence> NoTimeWait(Conditions conditions, IObserved observed) => conditions.PrefillPercent > 0
        ? []
        : [new(
            "no-time-wait",
            observed.PeakTimeWait <= Slack * conditions.Openers,
            $"peak TIME_WAIT of the {conditions.OpenerRole.All()} is {observed.PeakTimeWait}")];
}
