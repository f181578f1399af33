using Repro.Knobs;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>Every case of a scenario with its prediction, in the order of the scenario.</summary>
/// <param name="Cases">At least one, unless the scenario was wrong.</param>
/// <param name="Goal">What is looked for. For a threshold a case stands for the labs that narrow it down.</param>
/// <param name="Kernel">What the predictions stand on.</param>
public sealed record Plan(IReadOnlyList<PlannedCase> Cases, Goal Goal, Kernel Kernel)
{
    // More, and cases that run side by side delay each other's requests: an open model has no slack of its own. What a request takes
    // is measured at a low rate, where each pays for waking up everybody; under load it is less.
    private const double BusyShare = 0.85;

    // The resident memory of a host's process, and the kernel's share of its namespace.
    private const long BytesPerHost = 64L << 20;

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
                .. wanted.Select(planned => ExpectedCases.HasBaseline(planned, wanted)
                    ? planned
                    : planned with { Expected = [.. planned.Expected.Where(expectation => !expectation.IsComparison)] }),
            ],
        };
    }

    /// <summary>
    /// Cases in groups that run side by side. A group's cases together stay within what the machine carries; a case that alone is too
    /// much runs alone.
    /// </summary>
    /// <param name="cases">Cases that can run, in order.</param>
    /// <param name="cost">What they take.</param>
    /// <param name="machine">What there is.</param>
    /// <param name="parallel">Cases side by side as the user wants it, or null to choose.</param>
    internal static IReadOnlyList<IReadOnlyList<PlannedCase>> Waves(
        IReadOnlyList<PlannedCase> cases, LoadCost cost, MachineSize machine, int? parallel)
    {
        var waves = new List<List<PlannedCase>>();
        foreach (var planned in cases)
        {
            if (waves.Count == 0 || IsAlone(planned) || waves[^1].Exists(IsAlone)
                || (parallel is { } most ? waves[^1].Count >= most : !Fits([.. waves[^1], planned], cost, machine)))
            {
                waves.Add([]);
            }

            waves[^1].Add(planned);
        }

        return waves;
    }

    // Where a search for a port begins is remembered by a hash of addresses and the other port, for all namespaces of a machine together
    // (table_perturb, net/ipv4/inet_hashtables.c): the next lab's searches would lead those of this one past its services.
    private static bool IsAlone(PlannedCase planned) => ListeningServices.InRange(planned.Conditions).Any();

    private static bool Fits(List<PlannedCase> wave, LoadCost cost, MachineSize machine) =>
        wave.Sum(cost.Of) <= machine.Cores * BusyShare
        && wave.Sum(planned => LoadCost.Hosts(planned) * BytesPerHost) <= machine.MemoryBytes;
}
