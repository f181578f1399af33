using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Knobs;

/// <summary>
/// Connections that are never closed by whoever opened them, as of a program that leaks: they stay in ESTABLISHED or, once the backend has
/// closed, in CLOSE_WAIT.
/// </summary>
internal sealed class NeverClosed : Knob
{
    /// <summary>For how long such a connection is open, in seconds: no load is longer.</summary>
    public const double Seconds = 7 * 24 * 3600;

    public override string Id => "never-closed";

    // The key is AbortiveClose's.
    public override IReadOnlyList<string> Keys { get; } = [];

    public override string ProvenBy => "all connections are there at the end, and none is in TIME_WAIT";

    public override string Cost => "every port, for as long as the program lives";

    public override string Risk => "no mitigation of TIME_WAIT helps, and more ports only put it off: the program has to close";

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        if (!Leaks(conditions))
        {
            yield break;
        }

        if (ProxyKinds.Of(conditions.Proxy) is { Program: not null } kind)
        {
            yield return $"{kind.Title} closes what it opens: say proxy.kind: builtin or none, or leave proxy.close out";
        }

        if (conditions.Opener.KeepAlive.Connections > 0)
        {
            yield return $"what is never closed is not kept for another request either: leave {conditions.OpenerKey("keepAlive")} or "
                + $"{conditions.OpenerKey("close")} out";
        }
    }

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        Leaks(conditions) ? upstream with { Close = CloseKind.Never } : upstream;

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) => Leaks(conditions)
        ?
        [
            new(
                "connections-left-open",
                observed.PeakOpen >= (observed.Connects * Nearly) - Slack,
                $"{observed.PeakOpen} of {observed.Connects} {Noun.Of(observed.Connects, "connection")} were open at a time"),
            .. AbortiveClose.NoTimeWait(conditions, observed),
        ]
        : [];

    /// <summary>Whether connections to the backends are never closed.</summary>
    public static bool Leaks(Conditions conditions) => conditions.Opener.Close == Closing.Never;
}
