using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Knobs;

/// <summary>
/// After how long without a request a backend closes a connection that the other side keeps. Where that is shorter than the other side's
/// own time, the backend closes first, and the TIME_WAIT is its own.
/// </summary>
internal sealed class IdleBackends : Knob
{
    public override string Id => "idle-backends";

    public override IReadOnlyList<string> Keys { get; } = ["backends.idle"];

    public override string ProvenBy => "no TIME_WAIT on the side that keeps connections, one for each closed one on the backends";

    public override string Cost => "a connection is opened anew after each pause, and the backends have the TIME_WAIT";

    public override string Risk =>
        "a request that is sent while the backend closes is lost: it has to be one that may be sent again";

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        ClosesAll(conditions) && upstream.Close == CloseKind.OwnFin ? upstream with { Close = CloseKind.PeerFin } : upstream;

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (!ClosesAll(conditions))
        {
            return [];
        }

        var backends = observed.BackendCounter("TW");
        return
        [
            .. AbortiveClose.NoTimeWait(conditions, observed),
            new(
                "idle-closed-by-backends",
                backends >= (KeptConnections.Closes(conditions, observed) * Nearly) - Slack,
                $"TW of the backends rose by {backends} for {observed.Connects} {Noun.Of(observed.Connects, "connection")}"),
        ];
    }

    /// <summary>
    /// Whether every connection ends as it has been idle for the backends' time: the other side keeps each of them, for longer, and the
    /// next request comes later than that.
    /// </summary>
    public static bool ClosesAll(Conditions conditions)
    {
        var (own, law) = (conditions.Opener.KeepAlive, conditions.Load.Law);
        var idle = conditions.Backends.Idle;
        if (own.Connections == 0 || own.Requests == 1 || idle == TimeSpan.Zero || idle >= own.Idle || conditions.OpenerResets)
        {
            return false;
        }

        var pool = KeptConnections.Pool(conditions)!;
        var turns = (long)pool.Hosts * pool.KeptApart;
        // What is still busy when the pause begins is idle for the shorter.
        var pause = law.Kind switch
        {
            ArrivalKind.Constant => pool.PauseSeconds(law.RatePerSecond),
            ArrivalKind.Bursts when law.BurstSize <= (long)own.Connections * conditions.Openers =>
                Math.Max(1, turns / law.BurstSize) * law.BurstSize / law.RatePerSecond,
            _ => 0,
        };
        return pause - conditions.Backends.Delay.TotalSeconds > idle.TotalSeconds + KeepAlivePool.JitterSeconds;
    }
}
