using Repro.Knobs;
using Repro.Model;
using Repro.Physics;

namespace Repro.Planning;

/// <summary>What becomes of a load in the course of which something is changed: gone through connection by connection.</summary>
internal static class StepsOutlook
{
    private const double BinSeconds = 0.1;

    /// <summary>Predicts a case on a kernel.</summary>
    public static Prediction Of(Conditions conditions, Kernel kernel)
    {
        var stages = Stage.Of(conditions);
        var first = Prediction.Of(stages[0].Conditions, kernel);
        return first with
        {
            Hops = [.. first.Hops.Select(hop => Of(hop, stages, conditions.Load.Law, kernel))],
            // It is said of what stays as it is.
            Recycled = null,
        };
    }

    private static Hop Of(Hop hop, IReadOnlyList<Stage> stages, ArrivalLaw law, Kernel kernel)
    {
        var isUpstream = HostRoles.AcceptorOf(hop.Name) == HostRole.Backend;
        List<PortStage> models =
        [
            .. stages.Select(stage => new PortStage(
                stage.FromSeconds,
                isUpstream
                    ? PortModels.Upstream(stage.Conditions, kernel, hop.RequestsPerConnection)
                    : PortModels.Downstream(stage.Conditions, kernel),
                isUpstream && stage.IsDown)),
        ];
        var simulated = Simulation.Run(models, isUpstream ? Openings(stages, law) : law.Times(), BinSeconds);
        var last = models[^1];
        var onset = simulated.OnsetSeconds ?? (last.IsRefused
            ? null
            : Prediction.AfterTheLoad(
                last.Model, law, law.RatePerSecond / hop.RequestsPerConnection, simulated.Points is [.., var end] ? end.Held : 0));
        hop = hop with
        {
            Failing = FailingSpan.Of(
                simulated.Points.Select(point => (point.T, point.Failed)), BinSeconds, simulated.OnsetSeconds),
            CapacityAfterSteps = [.. models.Skip(1).Select(stage => stage.Model.Capacity)],
        };
        // What fails before anything has changed is told by the formulas, with how sure that is.
        return hop.OnsetSeconds < models[1].FromSeconds
            ? hop
            : hop with
            {
                OnsetSeconds = onset,
                KneeSeconds = last.Model.Search == PortSearch.ByParity ? simulated.KneeSeconds : null,
                EarliestOnsetSeconds = null,
                LatestOnsetSeconds = null,
                DependsOn = null,
            };
    }

    // Where nobody listens nothing is kept: each request has a connection of its own then, and each kept one is opened anew after that.
    private static IEnumerable<double> Openings(IReadOnlyList<Stage> stages, ArrivalLaw law)
    {
        if (KeptConnections.Pool(stages[0].Conditions) is not { } pool)
        {
            return law.Times();
        }

        var turns = stages.Where((stage, index) => index == 0 || stage.IsDown != stages[index - 1].IsDown).ToList();
        return turns.Zip(turns.Skip(1).Select(turn => turn.FromSeconds).Append(double.PositiveInfinity)).SelectMany(turn =>
        {
            var times = law.Times().Where(due => due >= turn.First.FromSeconds && due < turn.Second);
            return turn.First.IsDown ? times : pool.Openings(times);
        });
    }
}
