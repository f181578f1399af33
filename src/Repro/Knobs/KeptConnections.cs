using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Knobs;

/// <summary>Connections to the backends that are kept for further requests.</summary>
internal sealed class KeptConnections : Knob
{
    public override string Id => "kept-connections";

    public override IReadOnlyList<string> Keys { get; } =
        OfOpener("keepAlive.connections", "keepAlive.idle", "keepAlive.requests");

    public override string ProvenBy => "fewer connections are opened than requests are sent";

    public override string Cost =>
        "idle connections on the backends; a request may meet one that the backend has just closed, and is sent again";

    public override string Risk =>
        "none for requests that may be repeated; a pool that is too small, or too few requests per connection, brings the churn back";

    public override IEnumerable<string> Doubts(Conditions conditions)
    {
        var (own, backends) = (conditions.Opener.KeepAlive, conditions.Backends.Idle);
        if (backends == TimeSpan.Zero || NeverClosed.Leaks(conditions))
        {
            yield break;
        }

        if (own.Connections == 0 || own.Requests == 1)
        {
            yield return "backends.idle closes connections that are kept, and none is: keep some "
                + $"({conditions.OpenerKey("keepAlive.connections")}), or leave it out";
        }
        else if (backends >= own.Idle)
        {
            yield return FormattableString.Invariant(
                $"backends.idle ({backends.TotalSeconds:0.###} s) changes nothing, as {conditions.OpenerKey("keepAlive.idle")} ")
                + FormattableString.Invariant($"({own.Idle.TotalSeconds:0.###} s) is over first: make it shorter, or leave it out");
        }
    }

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) => observed.RequestsPerConnection > 1
        ? [new(
            "connections-reused",
            observed.Connects < observed.Requests,
            $"{observed.Connects} {Noun.Of(observed.Connects, "connection")} carried {observed.Requests} "
                + $"{Noun.Of(observed.Requests, "request")}")]
        : [];

    /// <summary>Connections that were closed for certain: kept ones may be open still when the last sample is taken.</summary>
    public static long Closes(Conditions conditions, IObserved observed) =>
        observed.Connects - ((long)conditions.Openers * conditions.Opener.KeepAlive.Connections);

    /// <summary>The pools of the hosts that open connections; null where they keep none.</summary>
    public static KeepAlivePool? Pool(Conditions conditions) => conditions.Opener.KeepAlive is { Connections: > 0 } pool
        ? new KeepAlivePool
        {
            Hosts = conditions.Openers,
            Connections = pool.Connections,
            IdleSeconds = Idle(conditions).TotalSeconds,
            Requests = pool.Requests,
            ServiceSeconds = conditions.Backends.Delay.TotalSeconds,
            KeptApart = ProxyKinds.Of(conditions.Proxy).PoolsByTuple ? conditions.Tuples : 1,
        }
        : null;

    // Whoever is the first to close ends it.
    private static TimeSpan Idle(Conditions conditions) =>
        conditions.Backends.Idle is var backends && backends > TimeSpan.Zero && backends < conditions.Opener.KeepAlive.Idle
            ? backends
            : conditions.Opener.KeepAlive.Idle;

    /// <summary>
    /// How long a connection is open, in seconds: its next request comes after the pause between two of them, or after its last answer,
    /// whichever is later.
    /// </summary>
    public static double OpenSeconds(Conditions conditions, double requestsPerConnection)
    {
        if (NeverClosed.Leaks(conditions))
        {
            return NeverClosed.Seconds;
        }

        var answer = conditions.Backends.Delay.TotalSeconds;
        var idle = IdleBackends.ClosesAll(conditions) ? conditions.Backends.Idle.TotalSeconds : 0;
        var pause = Pool(conditions)?.PauseSeconds(conditions.Load.Law.MeanPerSecond) ?? 0;
        return answer + idle + ((requestsPerConnection - 1) * Math.Max(pause, answer));
    }
}
