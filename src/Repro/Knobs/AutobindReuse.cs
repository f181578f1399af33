using Repro.Model;

namespace Repro.Knobs;

/// <summary>Whether bind() to port 0 gives out ports that are in use.</summary>
internal sealed class AutobindReuse : Knob
{
    public override string Id => "autobind-reuse";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.IpAutobindReuseKey];

    public override string ProvenBy => "ip_autobind_reuse reads back as 1, TcpExt TWRecycled rises";

    public override string Cost =>
        "timestamps on both sides: without them connect() fails with EADDRNOTAVAIL once the ports have been used";

    public override string Risk =>
        "bind() picks by chance among a quarter of the ports: where connections stay open it may pick one that the destination has, and "
        + "connect() fails with EADDRNOTAVAIL though others are free; the kernel's documentation says that it may break some applications";

    public override KernelNeed Need { get; } = KernelNeed.Sysctl(
        Sysctls.IpAutobindReuseKey, "is not in this kernel (it came with Linux 5.7)");

    public override IEnumerable<UpstreamOption> SocketOptions(Conditions conditions) => conditions.Opener.SharesBoundPorts
        ? [new("SO_REUSEADDR", UpstreamOption.OfSocket, 2, 1)]
        : [];

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (!conditions.TakesOverBoundPorts)
        {
            yield break;
        }

        // Not before every port has been used once.
        var needed = observed.Connects > observed.CapacityPorts * conditions.Tuples && LeavesTimeWait(conditions)
            && conditions.Backends.FinDelay == TimeSpan.Zero;
        var recycled = observed.Counter("TWRecycled");
        yield return new Evidence(
            "bound-ports-taken-over", recycled > 0 || !needed, $"TWRecycled rose by {recycled}, with bound ports shared");
    }
}
