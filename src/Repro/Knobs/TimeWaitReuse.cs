using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Whether, and from which age on, connect() takes a port over from its TIME_WAIT.</summary>
internal sealed class TimeWaitReuse : Knob
{
    private const double Hardly = 0.01;

    public override string Id => "time-wait-reuse";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.TcpTwReuseKey, Sysctls.TcpTwReuseDelayKey, Sysctls.TcpTimestampsKey];

    public override string ProvenBy => "TcpExt TWRecycled rises";

    public override string Cost => "nothing that shows; timestamps on both sides, 12 bytes a segment";

    public override string Risk =>
        "safe on a private network; a delayed packet of the old connection is told apart by its timestamp alone, so a middlebox "
        + "that strips or rewrites timestamps takes that protection away";

    public override KernelNeed Need { get; } =
        KernelNeed.Sysctl(Sysctls.TcpTwReuseDelayKey, "is not in this kernel (it came with Linux 6.14); the delay is one second");

    public override PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) =>
        model with { ReuseDelaySeconds = own.ReuseDelayTowards(peer) };

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        upstream with { ReuseDelaySeconds = conditions.UpstreamReuseDelaySeconds };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        var sysctls = conditions.Opener.Sysctls;
        var recycled = observed.Counter("TWRecycled");
        if (conditions.TakesOverBoundPorts)
        {
            // Whatever this says: AutobindReuse.
            yield break;
        }

        if (conditions.ReuseDelaySeconds is not null)
        {
            // Before half of the ports have been used a search finds a fresh one; a load can be over before any is old enough.
            var needed = observed.Connects > observed.CapacityPorts / 2 && LeavesTimeWait(conditions)
                && conditions.Opener.Bind != Binding.Port && conditions.Backends.FinDelay == TimeSpan.Zero
                && (observed.PredictedRecycled ?? observed.Connects) > observed.Connects * Hardly;
            yield return new Evidence(
                "time-wait-reused",
                recycled > 0 || !needed,
                recycled > 0 ? $"TWRecycled rose by {recycled}" : "TWRecycled stayed at 0, with reuse on");
        }
        else if (sysctls.Values.ContainsKey(Sysctls.TcpTwReuseKey))
        {
            yield return new Evidence(
                "time-wait-not-reused",
                recycled == 0,
                recycled == 0 ? "TWRecycled stayed at 0" : $"TWRecycled rose by {recycled}, with reuse off");
        }
    }
}
