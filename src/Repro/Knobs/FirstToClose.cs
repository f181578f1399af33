using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Knobs;

/// <summary>Which side closes first, and has the TIME_WAIT: the one that opened, or a backend that does, asked or not.</summary>
internal sealed class FirstToClose : Knob
{
    public override string Id => "first-to-close";

    public override IReadOnlyList<string> Keys { get; } = ["backends.closes", .. OfOpener("httpVersion")];

    public override string ProvenBy => "no TIME_WAIT on the side that opened, one for each connection on the backends";

    public override string Cost => "memory of TIME_WAIT sockets on the backends, whose port is the listener's and does not run out";

    public override string Risk =>
        "safe; the backend takes a new SYN on a TIME_WAIT of its own only where sequence numbers or timestamps have moved on";

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        var keepAlive = conditions.OpenerKey("keepAlive");
        var httpVersion = conditions.OpenerKey("httpVersion");
        if (conditions.Opener is { HttpVersion: HttpVersion.Http10, KeepAlive.Connections: > 0 })
        {
            yield return $"HTTP/1.0 asks the backend to close and keeps nothing alive: leave {httpVersion} or {keepAlive} out";
        }
        else if (conditions.BackendsCloseFirst
            && (conditions.Backends.FinDelay > TimeSpan.Zero || conditions.Opener.KeepAlive.Connections > 0))
        {
            yield return conditions.Backends.Closes == BackendClosing.First
                ? $"a backend that closes first has no late FIN and keeps nothing alive: leave backends.finDelay and {keepAlive} out"
                : "a backend that is asked to close has no late FIN, and it is asked here: say backends.closes: never, "
                    + $"{httpVersion}: 1.1, or leave backends.finDelay out";
        }
    }

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        ActsOn(conditions) ? upstream with { Close = CloseKind.PeerFin } : upstream;

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (!ActsOn(conditions))
        {
            return [];
        }

        var backends = observed.BackendCounter("TW");
        return
        [
            .. AbortiveClose.NoTimeWait(conditions, observed),
            new("backends-hold-time-wait", backends >= (observed.Connects * Nearly) - Slack, $"TW of the backends rose by {backends}"),
        ];
    }

    // A RST ends the connection for both sides.
    private static bool ActsOn(Conditions conditions) =>
        conditions.BackendsCloseFirst && !conditions.OpenerResets && !NeverClosed.Leaks(conditions);
}
