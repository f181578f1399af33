using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Source addresses of a host's own, and who picks the port of one.</summary>
internal sealed class SourceBinding : Knob
{
    public override string Id => "source-binding";

    public override IReadOnlyList<string> Keys { get; } = OfOpener("addresses", "bind");

    public override string ProvenBy => "ports are in use from every address, as sock_diag shows";

    public override string Cost => "addresses on the host that connects, and a program that binds to them in turn";

    public override string Risk => "backends that count clients by address see more of them; sessions that stick to an address may move";

    public override KernelNeed Need => KernelNeed.BindAddressNoPort;

    public override bool IsNeeded(Conditions conditions) =>
        conditions.Opener.Bind == Binding.Address || conditions.Opener is { Bind: Binding.None, Addresses: > 1 };

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) => conditions.Opener.Bind == Binding.Port
        // bind() finds no port that another socket of the address has, whatever that one is connected to.
        ? upstream with { Pools = conditions.Sources, Search = PortSearch.ByBind }
        : upstream;

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) =>
    [
        .. Destinations.TuplesUsed(conditions, observed),
        .. conditions.Opener.Bind == Binding.Port && !conditions.Opener.SharesBoundPorts && observed.PortFailures.Count > 0
            ? [new(
                "ports-run-out-in-bind",
                observed.PortFailures.All(IsOfBind),
                $"ports ran out in {string.Join(" and ", observed.PortFailures)}")]
            : Array.Empty<Evidence>(),
    ];

    private static bool IsOfBind(string outcome) => outcome.StartsWith("bind/", StringComparison.Ordinal);
}
