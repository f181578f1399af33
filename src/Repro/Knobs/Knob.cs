using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Knobs;

/// <summary>
/// One thing that can be set, and all that there is to know about it. Knobs have no state: what is set stands in the conditions, whoever
/// set it — the catalogue, several mitigations together, or the scenario — and from the conditions follows what has to be observed.
/// </summary>
internal abstract class Knob
{
    /// <summary>Nearly all of many connections, where some may be under way still when the last sample is taken.</summary>
    protected const double Nearly = 0.99;

    /// <summary>Connections, more or less, that may be open still when the last sample is taken.</summary>
    protected const long Slack = 4;

    /// <summary>Names it, in kebab-case.</summary>
    public abstract string Id { get; }

    /// <summary>What it sets: keys of a scenario with dots, sysctls by the kernel's names. Each belongs to one knob.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>The readback or the counter that proves that it acted, in words; <see cref="Proof"/> looks at it.</summary>
    public abstract string ProvenBy { get; }

    /// <summary>What it costs.</summary>
    public abstract string Cost { get; }

    /// <summary>When it is unsafe, and what goes wrong then.</summary>
    public abstract string Risk { get; }

    /// <summary>What it needs from the kernel, beyond what every kernel has; null for nothing.</summary>
    public virtual KernelNeed? Need => null;

    /// <summary>Whether conditions can't be had without <see cref="Need"/>: of a sysctl, where any host is given it.</summary>
    public virtual bool IsNeeded(Conditions conditions) => Need is { Kind: NeedKind.Sysctl } need && conditions.Sets(need.Name);

    /// <summary>Everything about it that can't be had, a sentence each, with what to do.</summary>
    public virtual IEnumerable<string> Refusals(Conditions conditions) => [];

    /// <summary>Everything about it that the kernel takes, and does not do as it was meant.</summary>
    public virtual IEnumerable<string> Doubts(Conditions conditions) => [];

    /// <summary>What its sysctls make of the ports of a host that opens connections, a client or the proxy.</summary>
    /// <param name="model">What the knobs before it have made.</param>
    /// <param name="own">The host's.</param>
    /// <param name="peer">Those of the hosts that it connects to.</param>
    public virtual PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) => model;

    /// <summary>What its keys make of the ports towards the backends, the proxy's or the clients'.</summary>
    /// <param name="upstream">What the knobs before it, and all sysctls, have made.</param>
    /// <param name="conditions">What is set.</param>
    /// <param name="kernel">What it is set on.</param>
    public virtual PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) => upstream;

    /// <summary>
    /// What it sets on sockets towards the backends that are this program's own; a proxy that sets another by a word of its own is told by
    /// that.
    /// </summary>
    public virtual IEnumerable<UpstreamOption> SocketOptions(Conditions conditions) => [];

    /// <summary>
    /// What a run shows of it: its sysctls and socket options as they read back on the hosts that open connections, and whether it acted.
    /// </summary>
    public IEnumerable<Evidence> Proof(Conditions conditions, IObserved observed) =>
    [
        .. observed.Sysctls.Where(readback => Keys.Contains(readback.Name)).Select(Evidence.OfSysctl),
        .. observed.SocketOptions.IntersectBy(SocketOptions(conditions).Select(option => option.Name), readback => readback.Name)
            .Select(Evidence.Of),
        // What a step changes acted for a part of the load alone, and is read back then.
        .. Keys.Any(conditions.Steps.Sets) ? [] : Acts(conditions, observed),
    ];

    /// <summary>
    /// Whether it did what it is for, on the hosts that open connections unless said otherwise; nothing where the load could not show it.
    /// </summary>
    protected virtual IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) => [];

    /// <summary>A key of the hosts that open connections, whichever they are: of the proxy and of clients.</summary>
    protected static IReadOnlyList<string> OfOpener(params IReadOnlyList<string> keys) =>
        [.. from key in keys from role in (HostRole[])[HostRole.Proxy, HostRole.Client] select $"{role.All()}.{key}"];

    /// <summary>Whether a port towards the backends is held after its connection was closed.</summary>
    protected static bool LeavesTimeWait(Conditions conditions) =>
        !conditions.OpenerResets && !conditions.BackendsCloseFirst && !NeverClosed.Leaks(conditions);
}
