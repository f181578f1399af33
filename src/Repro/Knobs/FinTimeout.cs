using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>How long an orphan waits in FIN_WAIT_2, which is not how long TIME_WAIT lasts.</summary>
internal sealed class FinTimeout : Knob
{
    public override string Id => "fin-timeout";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.TcpFinTimeoutKey];

    public override string ProvenBy => "tcp_fin_timeout reads back as set, and a fresh TIME_WAIT still has its whole minute to run";

    public override string Cost => "nothing with prompt peers; peers whose FIN comes later get a RST";

    public override string Risk => "cuts off peers that half-close on purpose";

    public override PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) =>
        model with { FinTimeoutSeconds = own.FinTimeoutSeconds };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        var sysctls = conditions.Opener.Sysctls;
        if (sysctls.Values.ContainsKey(Sysctls.TcpFinTimeoutKey) && !sysctls.RecyclesTimeWait && observed.TimeWaitLeft is { } left)
        {
            yield return new Evidence(
                "time-wait-whole",
                left > Exhaustion.TimeWaitSeconds * 0.9,
                FormattableString.Invariant($"a fresh TIME_WAIT has {left:0.0} s to run"));
        }
    }
}
