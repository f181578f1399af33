using Repro.Model;

namespace Repro.Knobs;

/// <summary>Whether the backends are on the client's own host, and by which addresses it reaches them.</summary>
internal sealed class OneHost : Knob
{
    public override string Id => "one-host";

    public override IReadOnlyList<string> Keys { get; } = ["network.path"];

    public override string ProvenBy => "ports are in use towards addresses of the host itself, as sock_diag shows";

    public override string Cost => "none, and the backends' load on the same processors";

    public override string Risk =>
        "what 127.0.0.1 carries says little of two hosts: there tcp_tw_reuse=2, the kernel's default, takes ports over from TIME_WAIT, and "
        + "between hosts it does not";

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        if (!conditions.IsOneHost)
        {
            yield break;
        }

        if (conditions.HasProxy)
        {
            yield return "a client with its backends on one host (network.path) has no proxy between them: say proxy.kind: none, or leave "
                + "network.path out";
        }

        if (conditions.Clients.Count > 1)
        {
            yield return "one host has one client: say clients.count: 1, or leave network.path out";
        }

        if (conditions.Backends.Sysctls.Values.Count > 0)
        {
            yield return "backends on the client's host have its sysctls: say them of clients, or leave network.path out";
        }

        if (conditions.Network is { Path: NetworkPath.Loopback, Family: IpFamily.Ipv6 }
            && (conditions.Clients.Addresses > 1 || conditions.Backends.Count * conditions.Backends.Addresses > 1))
        {
            yield return "the loopback of IPv6 has one address, ::1: say backends.count: 1 and leave clients.addresses and "
                + "backends.addresses out, use backends.ports, or network.family: ipv4, which has 127/8";
        }
    }

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) =>
        conditions.IsOneHost ? Destinations.TuplesUsed(conditions, observed) : [];
}
