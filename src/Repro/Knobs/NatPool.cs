using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Source NAT before the backends: addresses × ports that all connections to them have to share.</summary>
internal sealed class NatPool : Knob
{
    // The kernel's own for an entry whose opening side has closed (nf_conntrack_tcp_timeout_close_wait).
    private const double LongestCloseWait = 60;

    public override string Id => "nat-pool";

    public override IReadOnlyList<string> Keys { get; } = ["nat.ports", "nat.addresses", "nat.randomFully"];

    public override string ProvenBy => "connection tracking has entries towards the backends from the NAT's addresses; where it finds no "
        + "port it counts a drop";

    public override string Cost => "an entry of connection tracking for each connection, and addresses that somebody has to have";

    public override string Risk =>
        "what finds no port is dropped, so that whoever connects waits for a timeout and sees no error of its own";

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        if (!conditions.HasNat)
        {
            if (conditions.Nat != new Nat())
            {
                yield return "there is no NAT without ports: say nat.ports, or leave nat out";
            }

            yield break;
        }

        if (conditions.HasProxy)
        {
            yield return "nat translates clients that connect to the backends themselves: say proxy: { kind: none }";
        }

        if (conditions.Network.Family != IpFamily.Ipv4)
        {
            yield return "nat translates addresses of IPv4 alone: leave nat or network.family out";
        }

        if (conditions.IsOneHost)
        {
            yield return "nothing goes through a NAT on one host: leave nat or network.path out";
        }

        if (conditions.PrefillPercent > 0)
        {
            yield return "ports that are filled before the load would be some of the NAT's too: leave prefill or nat out";
        }

        var range = conditions.Opener.SocketPorts ?? conditions.Opener.Sysctls.LocalPorts;
        if (!conditions.Nat.RandomFully && Nat.FirstPort + conditions.Nat.Ports > range.Low)
        {
            yield return $"of a pool from {Nat.FirstPort} to {Nat.FirstPort + conditions.Nat.Ports - 1} connections would keep ports of "
                + $"their own ({range}) where these are free, and nobody could tell when the pool runs out: say nat.randomFully: true"
                + (range.Low > Nat.FirstPort ? $", or keep nat.ports within {range.Low - Nat.FirstPort}" : "");
        }
    }

    /// <summary>
    /// The NAT's ports: a connection has one while it is open. An entry in TIME_WAIT is taken from its connection as soon as another wants
    /// its port, and so is one that a RST has ended (nf_nat_may_kill, net/netfilter/nf_nat_core.c).
    /// </summary>
    /// <param name="conditions">What is set.</param>
    /// <param name="upstream">The ports of whoever connects.</param>
    /// <param name="addresses">Addresses of the NAT's that are used.</param>
    public static PortModel Model(Conditions conditions, PortModel upstream, int addresses) => new()
    {
        PortsPerPool = conditions.Nat.Ports,
        Pools = addresses * conditions.DestinationCount,
        Search = PortSearch.ByOne,
        Close = CloseKind.Reset,
        OpenSeconds = upstream.OpenSeconds
            + (upstream.Close == CloseKind.OwnFin ? Math.Min(LongestCloseWait, conditions.Backends.FinDelay.TotalSeconds) : 0),
        Hertz = upstream.Hertz,
    };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (!conditions.HasNat)
        {
            yield break;
        }

        if (observed.Connects > 0)
        {
            yield return new Evidence(
                "nat-entries",
                observed.NatPeakEntries > 0,
                $"connection tracking of the NAT had {Noun.Counted(observed.NatPeakEntries, "connection")} at most, and "
                    + $"{observed.NatPeakTimeWait} of them in TIME_WAIT at most");
        }

        if (observed.PortFailures.Any(IsOfNat))
        {
            var drops = observed.NatCounter("nf_conntrack_drop");
            yield return new Evidence(
                "nat-dropped", drops > 0, $"the NAT found no port for {Noun.Counted(drops, "packet")}, and dropped what it was for (drop)");
        }
    }

    private static bool IsOfNat(string outcome) => outcome is "connect/timeout" or "connect/ETIMEDOUT";
}
