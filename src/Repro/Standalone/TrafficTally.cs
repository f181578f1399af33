using Repro.Recording;

namespace Repro.Standalone;

/// <summary>What a host did over some bins, in words.</summary>
internal sealed class TrafficTally
{
    private readonly SortedDictionary<string, long> failed = new(StringComparer.Ordinal);
    private long sent;
    private long unsent;
    private long ok;

    /// <summary>Whether nothing was asked and nothing came of it.</summary>
    public bool IsEmpty => sent + unsent + ok + failed.Count == 0;

    public void Add(TrafficLine line)
    {
        sent += line.Sent;
        unsent += line.Unsent;
        ok += line.Ok;
        foreach (var (outcome, count) in line.Failed ?? new Dictionary<string, long>())
        {
            failed[outcome] = failed.GetValueOrDefault(outcome) + count;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{sent,6:N0} {Noun.Of(sent, "request")}, {ok,6:N0} answered, {failed.Values.Sum(),6:N0} failed{Outcomes}{Unsent}";

    private string Outcomes => failed.Count switch
    {
        0 => "",
        1 => $" ({failed.Keys.First()})",
        _ => $" ({string.Join(", ", failed.Select(pair => $"{pair.Key} {pair.Value:N0}"))})",
    };

    // Cut off by the client itself, which was too late for them: no failure of the proxy's.
    private string Unsent => unsent == 0 ? "" : $", {unsent:N0} not sent in time";
}
