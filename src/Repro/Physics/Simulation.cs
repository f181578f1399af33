namespace Repro.Physics;

/// <summary>
/// Connection by connection through the port tables of one hop: for the loads without a formula, and to check the formulas by.
/// </summary>
internal static class Simulation
{
    /// <summary>Runs a load. The same load gives the same result, always.</summary>
    /// <param name="model">The side that opens the connections.</param>
    /// <param name="arrivals">
    /// When connections are due, in seconds, ascending. The pools have them in turn; one that fails has its turn too.
    /// </param>
    /// <param name="stepSeconds">Width of a point of the course.</param>
    public static SimulationResult Run(PortModel model, IEnumerable<double> arrivals, double stepSeconds = 1) =>
        Run([new PortStage(0, model)], arrivals, stepSeconds);

    /// <summary>The same with a side that changes.</summary>
    /// <param name="stages">What it is from when on, ascending; the first one from the start.</param>
    /// <param name="arrivals">As above.</param>
    /// <param name="stepSeconds">As above.</param>
    public static SimulationResult Run(IReadOnlyList<PortStage> stages, IEnumerable<double> arrivals, double stepSeconds = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepSeconds);
        var model = stages[0].Model;
        var stage = 0;
        var pools = new PortPools(model);
        var tally = pools.Tally;
        var points = new List<SimulationPoint>();
        var step = default(SimulationPoint);
        var (ok, failed, peak) = (0L, 0L, tally.Held);
        double? onset = null;
        var knee = HalfBlocked() ? 0 : (double?)null;
        var before = 0L;

        foreach (var due in arrivals)
        {
            while (Math.Min(StepEnd(), NextStage()) is var next && next <= due)
            {
                if (next == StepEnd())
                {
                    EndStep();
                }
                else
                {
                    pools.Advance(next);
                    pools.Become(stages[++stage], next);
                }
            }

            pools.Advance(due);
            if (pools.Connect((int)((ok + failed) % model.Pools), due))
            {
                ok++;
                step = step with { Ok = step.Ok + 1 };
                peak = Math.Max(peak, tally.Held);
                knee ??= HalfBlocked() ? due : null;
            }
            else
            {
                (onset, before) = onset is null ? (due, ok) : (onset, before);
                failed++;
                step = step with { Failed = step.Failed + 1 };
            }
        }

        if (ok + failed > 0)
        {
            EndStep();
        }

        return new SimulationResult
        {
            OnsetSeconds = onset,
            ConnectionsBeforeFirstFailure = onset is null ? ok : before,
            Ok = ok,
            Failed = failed,
            Recycled = tally.TakenOver,
            PortsEverUsed = tally.EverUsed,
            PeakHeld = peak,
            KneeSeconds = knee,
            Points = points,
        };

        bool HalfBlocked() => 2 * tally.Blocked >= stages[stage].Model.Capacity;

        double NextStage() => stage + 1 < stages.Count ? stages[stage + 1].FromSeconds : double.PositiveInfinity;

        double StepEnd() => (points.Count + 1) * stepSeconds;

        void EndStep()
        {
            pools.Advance(StepEnd());
            points.Add(step with { Held = tally.Held });
            step = new SimulationPoint(points.Count * stepSeconds, 0, 0, 0);
        }
    }
}
