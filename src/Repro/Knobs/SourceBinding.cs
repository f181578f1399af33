using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>The proxy's own source addresses, and who picks the port of one.</summary>
internal sealed class SourceBinding : Knob
{
    public override string Id => "source-binding";

    public override IReadOnlyList<string> Keys { get; } = ["proxy.addresses", "proxy.bind"];

    public override string ProvenBy => "ports are in use from every address, as sock_diag shows";

    public override string Cost => "addresses on the proxy, and a proxy that binds to them in turn";

    public override string Risk => "backends that count clients by address see more of them; sessions that stick to an address may move";

    public override KernelNeed Need => KernelNeed.BindAddressNoPort;

    public override bool IsNeeded(Conditions conditions) =>
        conditions.Proxy.Bind == Binding.Address || conditions.Proxy is { Bind: Binding.None, Addresses: > 1 };

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) => conditions.Proxy.Bind == Binding.Port
        // bind() finds no port that another socket of the address has, whatever that one is connected to.
        ? upstream with { Pools = conditions.Proxy.Addresses, Search = PortSearch.ByBind }
        : upstream;

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) =>
    [
        .. Destinations.TuplesUsed(conditions, observed),
        .. conditions.Proxy.Bind == Binding.Port && !conditions.Proxy.SharesBoundPorts && observed.PortFailures.Count > 0
            ? [new(
                "ports-run-out-in-bind",
                observed.PortFailures.All(IsOfBind),
                $"ports ran out in {string.Join(" and ", observed.PortFailures)}")]
            : Array.Empty<Evidence>(),
    ];

    private static bool IsOfBind(string outcome) => outcome.StartsWith("bind/", StringComparison.Ordinal);
}
