using Repro.Model;

namespace Repro.Knobs;

/// <summary>How many more tuples are tried where a connection can't be opened.</summary>
internal sealed class Retries : Knob
{
    public override string Id => "retries";

    public override IReadOnlyList<string> Keys { get; } = OfOpener("retries");

    public override string ProvenBy => "more connections are tried than requests are sent, once ports have run out";

    public override string Cost => "a search for a port for each attempt, slowest where none is left";

    public override string Risk =>
        "hides that one tuple has run out until all have; attempts multiply at the moment when they take longest";

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (conditions.Opener.Retries > 0 && observed.Attempts > 0)
        {
            // Where no connection failed to open there was nothing to try again.
            yield return new Evidence(
                "attempts-repeated",
                observed.Attempts > observed.Requests || observed.PortFailures.Count == 0,
                FormattableString.Invariant(
                    $"{observed.Attempts} {Noun.Of(observed.Attempts, "attempt")} for {observed.Requests} ")
                    + FormattableString.Invariant(
                        $"{Noun.Of(observed.Requests, "request")}, ×{(double)observed.Attempts / Math.Max(1, observed.Requests):0.00}"));
        }
    }
}
