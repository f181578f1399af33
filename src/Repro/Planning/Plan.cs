namespace Repro.Planning;

/// <summary>Every case of a scenario with its prediction, in the order of the scenario.</summary>
/// <param name="Cases">At least one, unless the scenario was wrong.</param>
/// <param name="Hertz">The timer frequency that the predictions stand on.</param>
public sealed record Plan(IReadOnlyList<PlannedCase> Cases, int Hertz)
{
    // A request is a connection on each of two hops and wakes five processes. Four cases at 500/s keep two cores 70 % busy, port search
    // past the knee included; more, and they would starve each other.
    private const double RequestsPerCoreSecond = 1_000;

    /// <summary>
    /// The cases in groups that run side by side. A group's cases together stay within what the cores carry; a case that alone is too
    /// much runs alone.
    /// </summary>
    /// <param name="cores">Cores at hand.</param>
    /// <param name="parallel">Cases side by side as the user wants it, or null to choose.</param>
    public IReadOnlyList<IReadOnlyList<PlannedCase>> Waves(int cores, int? parallel)
    {
        var waves = new List<List<PlannedCase>>();
        var rate = 0.0;
        foreach (var planned in Cases)
        {
            var own = planned.Conditions.Load.Rate.PerSecond;
            var full = waves.Count == 0
                || (parallel is { } most ? waves[^1].Count >= most : rate + own > cores * RequestsPerCoreSecond);
            if (full)
            {
                waves.Add([]);
                rate = 0;
            }

            waves[^1].Add(planned);
            rate += own;
        }

        return waves;
    }
}
