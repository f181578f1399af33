namespace Repro.Planning;

/// <summary>Every case of a scenario with its prediction, in the order of the scenario.</summary>
/// <param name="Cases">At least one, unless the scenario was wrong.</param>
/// <param name="Hertz">The timer frequency that the predictions stand on.</param>
public sealed record Plan(IReadOnlyList<PlannedCase> Cases, int Hertz)
{
    // A request is a connection on each of two hops and wakes five processes. Four cases at 500/s keep two cores 70 % busy, port search
    // past the knee included; more, and they would starve each other.
    private const double RequestsPerCoreSecond = 1_000;

    // Every host is a process that compiles itself while it starts.
    private const int HostsPerCore = 32;

    /// <summary>
    /// The cases whose ids are wanted. What the scenario expects beside a baseline can't be told where the baseline is left out, so it
    /// is left out too.
    /// </summary>
    public Plan Only(Func<string, bool> isWanted)
    {
        var wanted = Cases.Where(planned => isWanted(planned.Id)).ToList();
        return this with
        {
            Cases =
            [
                .. wanted.Select(planned => planned.IsBaseline || wanted.Exists(other => other.IsBaseline)
                    ? planned
                    : planned with { Expected = null }),
            ],
        };
    }

    /// <summary>
    /// The cases in groups that run side by side. A group's cases together stay within what the cores carry; a case that alone is too
    /// much runs alone.
    /// </summary>
    /// <param name="cores">Cores at hand.</param>
    /// <param name="parallel">Cases side by side as the user wants it, or null to choose.</param>
    public IReadOnlyList<IReadOnlyList<PlannedCase>> Waves(int cores, int? parallel)
    {
        var waves = new List<List<PlannedCase>>();
        foreach (var planned in Cases)
        {
            if (waves.Count == 0 || (parallel is { } most ? waves[^1].Count >= most : !Fits([.. waves[^1], planned], cores)))
            {
                waves.Add([]);
            }

            waves[^1].Add(planned);
        }

        return waves;
    }

    private static bool Fits(IReadOnlyList<PlannedCase> wave, int cores) =>
        wave.Sum(planned => planned.Conditions.Load.Rate.PerSecond) <= cores * RequestsPerCoreSecond
        && wave.Sum(planned => 1 + planned.Conditions.Clients.Count + planned.Conditions.Backends.Count) <= cores * HostsPerCore;
}
