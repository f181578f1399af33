using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>The most TIME_WAIT sockets that a host keeps.</summary>
internal sealed class TimeWaitBuckets : Knob
{
    public override string Id => "time-wait-buckets";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.TcpMaxTwBucketsKey];

    public override string ProvenBy => "TcpExt TCPTimeWaitOverflow rises";

    public override string Cost => "the protection that TIME_WAIT gives, for every connection above the cap";

    public override string Risk =>
        "unsafe: delayed segments of an old connection may land in a new one, and a lost last ACK ends in a RST; the kernel's own "
        + "documentation forbids lowering it";

    public override PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) => model with { TimeWaitBuckets = own.TimeWaitBuckets };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (conditions.Opener.Sysctls.TimeWaitBuckets * (long)conditions.Openers is { } buckets && buckets < observed.CapacityPorts
            && LeavesTimeWait(conditions))
        {
            var overflow = observed.Counter("TCPTimeWaitOverflow");
            yield return new Evidence(
                "time-wait-overflowed",
                overflow > 0 || observed.PeakTimeWait <= buckets,
                $"TCPTimeWaitOverflow rose by {overflow}, at {buckets} buckets");
        }
    }
}
