namespace Repro.Physics;

/// <summary>
/// What becomes of the ports of one pool, from what is known of them at a moment, if connections go on as they do. Times in seconds from
/// that moment, rates per second.
/// </summary>
internal sealed record PortForecast
{
    /// <summary>Ports that are held without a known end: of connections that are open.</summary>
    public int Open { get; init; }

    /// <summary>By how many more they become in a second; may be negative.</summary>
    public double OpenGrowth { get; init; }

    /// <summary>When each of the other ports comes free, ascending.</summary>
    public IReadOnlyList<double> Ends { get; init; } = [];

    /// <summary>How many ports begin to be held for <see cref="Hold"/> in a second.</summary>
    public double Entering { get; init; }

    /// <summary>How long those are held.</summary>
    public HoldTime Hold { get; init; }

    /// <summary>Ports that are held at the moment.</summary>
    public int Held => Open + Ends.Count;

    /// <summary>When so many ports are held for the first time; null: never, as long as nothing changes.</summary>
    public double? Reaches(int ports)
    {
        if (Held >= ports)
        {
            return 0;
        }

        // Between two ends what is held grows evenly; until what enters now comes free itself, and after that by open connections alone.
        var growth = Entering + OpenGrowth;
        for (var ended = 0; ended <= Ends.Count && growth > 0; ended++)
        {
            var from = ended == 0 ? 0 : Ends[ended - 1];
            var until = Math.Min(ended < Ends.Count ? Ends[ended] : double.PositiveInfinity, Hold.Longest);
            var reached = Math.Max(from, (ports - Open - (Ends.Count - ended)) / growth);
            if (reached <= until && from <= Hold.Longest)
            {
                return reached;
            }
        }

        var steady = Open + (Entering * Hold.Mean);
        return steady >= ports ? Hold.Longest
            : OpenGrowth > 0 ? Math.Max(Hold.Longest, (ports - steady) / OpenGrowth)
            : null;
    }
}
