using Repro.Model;

namespace Repro.Knobs;

/// <summary>The clients' addresses as the proxy's source addresses.</summary>
internal sealed class TransparentSources : Knob
{
    public override string Id => "transparent-sources";

    public override IReadOnlyList<string> Keys { get; } = ["proxy.transparent"];

    public override string ProvenBy => "ports are in use from every client's address, as sock_diag shows";

    public override string Cost =>
        "routes: every backend has to answer clients through the proxy, which takes such packets as its own; and CAP_NET_ADMIN";

    public override string Risk =>
        "a backend that answers a client directly breaks the connection; one client, or many behind one address, bring no more ports";

    public override KernelNeed Need => KernelNeed.BindAddressNoPort;

    public override bool IsNeeded(Conditions conditions) => conditions.Proxy.Transparent;

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        var proxy = conditions.Proxy;
        if (!proxy.Transparent)
        {
            yield break;
        }

        if (proxy.Addresses > 1)
        {
            yield return "a transparent proxy uses its clients' addresses, and none of its own: leave proxy.addresses or "
                + "proxy.transparent out";
        }

        if (proxy.Bind == Binding.Port)
        {
            yield return "proxies leave the port of a client's address to connect(): leave proxy.bind or proxy.transparent out";
        }

        if (proxy.KeepAlive.Connections > 0)
        {
            yield return "a kept connection has the address of the client that it was opened for, and would carry other clients' requests: "
                + "leave proxy.keepAlive or proxy.transparent out";
        }

        if (conditions.PrefillPercent > 0)
        {
            yield return "there are no clients yet whose ports could be filled before the load: leave prefill or proxy.transparent out";
        }
    }

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) =>
        conditions.Proxy.Transparent ? Destinations.TuplesUsed(conditions, observed) : [];
}
