using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>How long after the other side's FIN the backend's follows.</summary>
internal sealed class LateFin : Knob
{
    public override string Id => "late-fin";

    public override IReadOnlyList<string> Keys { get; } = ["backends.finDelay"];

    public override string ProvenBy => "FIN_WAIT_2 sockets on the side that closed, as sock_diag shows";

    public override string Cost => "half of the threshold";

    public override string Risk =>
        "backends that don't close what their clients have closed do this; so do connections that a load balancer drains";

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        upstream with { FinLatenessSeconds = conditions.Backends.FinDelay.TotalSeconds };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        // So many wait for their FIN at a time, on average: fewer could slip through between two dumps.
        var late = KeptConnections.Closes(conditions, observed) / observed.DurationSeconds * conditions.Backends.FinDelay.TotalSeconds;
        if (late > Slack && LeavesTimeWait(conditions))
        {
            yield return new Evidence(
                "fin-waited-for",
                observed.PeakFinWait2 > 0,
                $"peak FIN_WAIT_2 of the {conditions.OpenerRole.All()} is {observed.PeakFinWait2}");
        }
    }
}
