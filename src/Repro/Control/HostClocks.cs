using Repro.Nodes;
using Repro.Recording;

namespace Repro.Control;

/// <summary>
/// The clocks of a case's hosts, which may be machines of their own. Hosts of one machine share a clock: the best comparison of any of them
/// holds for all, and to each other they stand exactly.
/// </summary>
internal sealed class HostClocks
{
    // A comparison this close needs no better one: a hundredth of what a bin of traffic can tell.
    private const long Close = 100_000;
    private const int MostComparisons = 20;

    private readonly IReadOnlyDictionary<string, ClockOffset> offsets;

    private HostClocks(IReadOnlyDictionary<string, ClockOffset> offsets) => this.offsets = offsets;

    /// <summary>Compares the clocks of all hosts with the run's.</summary>
    /// <param name="nodes">The hosts' nodes, all of them ready.</param>
    public static async Task<HostClocks> CompareAsync(IReadOnlyList<RemoteNode> nodes)
    {
        var compared = await Task.WhenAll(
            nodes.GroupBy(node => node.ClockName).Select(async group => (group.Key, await CompareAsync(group.Key, [.. group]))));
        return new HostClocks(compared.ToDictionary());
    }

    /// <summary>A moment of the run's clock as a node's clock has it.</summary>
    public long Moment(RemoteNode node, long runMoment) => runMoment + offsets[node.ClockName].Nanoseconds;

    /// <summary>How each node's clock stood from this comparison to a later one.</summary>
    public IReadOnlyList<ClockFacts> Until(HostClocks later, IEnumerable<RemoteNode> nodes) =>
    [
        .. from node in nodes
           let offset = offsets[node.ClockName].Until(later.offsets[node.ClockName])
           select new ClockFacts(node.Host, offset.Nanoseconds / 1e9, offset.Bound / 1e9),
    ];

    private static async Task<ClockOffset> CompareAsync(string name, IReadOnlyList<RemoteNode> nodes)
    {
        if (name == NodeClock.Name)
        {
            return ClockOffset.None;
        }

        var best = new ClockOffset(0, long.MaxValue);
        for (var count = 0; count < MostComparisons && best.Bound > Close; count++)
        {
            var offset = await nodes[count % nodes.Count].CompareClockAsync();
            best = offset.Bound < best.Bound ? offset : best;
        }

        return best;
    }
}
