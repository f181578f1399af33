using Repro.Knobs;
using Repro.Model;
using Repro.Physics;

namespace Repro.Planning;

/// <summary>What the formulas say about a case before it runs; the simulator, where there is no formula.</summary>
/// <param name="Hops">Clients to proxy, proxy to backends; or clients to backends, and what a NAT makes of it.</param>
public sealed record Prediction(IReadOnlyList<Hop> Hops)
{
    // What takes the simulator a tenth of a second.
    private const double MostSimulated = 200_000;
    private const long MostSimulatedPorts = 1_000_000;

    /// <summary>The hop that the scenario is about.</summary>
    public Hop Upstream => Hops.First(hop => HostRoles.AcceptorOf(hop.Name) == HostRole.Backend);

    /// <summary>The hop that runs out first, or the upstream hop where none does.</summary>
    public Hop Bottleneck => WeakestHop.Of(Hops, hop => hop.OnsetSeconds);

    /// <summary>The hop with the lowest threshold, or the upstream hop where none has any.</summary>
    public Hop Limiting => WeakestHop.Of(Hops, hop => hop.ThresholdPerSecond);

    /// <summary>
    /// Ports that are taken over from TIME_WAIT during the whole load; null where nothing is reused, or too much is sent to tell.
    /// </summary>
    public long? TimeWaitRecycled => Recycled?.Value;

    /// <summary>What restarts of services are to meet; null where there are none.</summary>
    public RestartForecast? Restarts => Forecast?.Value;

    // Not before somebody asks: a plan of a thousand cases doesn't.
    internal Lazy<long?>? Recycled { get; init; }

    private Lazy<RestartForecast>? Forecast { get; init; }

    /// <summary>Predicts a case on a kernel.</summary>
    internal static Prediction Of(Conditions conditions, Kernel kernel) =>
        conditions.Steps.Any ? StepsOutlook.Of(conditions, kernel) : Steady(conditions, kernel);

    private static Prediction Steady(Conditions conditions, Kernel kernel)
    {
        var law = conditions.Load.Law;
        var answer = conditions.Backends.Delay.TotalSeconds;
        var requestsPerConnection = RequestsPerConnection(conditions);
        var model = PortModels.Upstream(conditions, kernel, requestsPerConnection);
        var pool = KeptConnections.Pool(conditions);
        var openings = pool?.Openings(law.Times()) ?? law.Times();
        var upstream = Predict(
            HostRoles.Hop(conditions.OpenerRole, HostRole.Backend), model, requestsPerConnection, law, openings, answer, kernel);
        // bind() gives out ports in use by chance: one that an open connection to the same backend has is none for connect().
        if (conditions.TakesOverBoundPorts
            && Predict(upstream.Name, model with { ReuseDelaySeconds = null }, requestsPerConnection, law, openings, answer, kernel)
                is { OnsetSeconds: { } used } fresh)
        {
            upstream = upstream with
            {
                SafePerSecond = fresh.SafePerSecond,
                EarliestOnsetSeconds = used,
                DependsOn = "chance: once all ports have been used bind() picks among those in use, and connect() can't have one that an "
                    + "open connection to the same backend has",
            };
        }

        upstream = ServiceOutlook.BesideListeners(conditions, upstream, model, fewer =>
            Predict(upstream.Name, fewer, requestsPerConnection, law, openings, answer, kernel));
        var last = pool is null || law.Kind != ArrivalKind.Constant || requestsPerConnection == 1
            ? upstream
            : Pooled(upstream, pool, model, PortModels.Upstream(conditions, kernel), law.RatePerSecond);
        return new Prediction(
            conditions.HasProxy
                ?
                [
                    Predict(
                        HostRoles.Hop(HostRole.Client, HostRole.Proxy), PortModels.Downstream(conditions, kernel), 1, law,
                        law.Times(), answer, kernel),
                    last,
                ]
                : conditions.HasNat
                ? [last, NatOutlook.Of(conditions, model, last, pooled => Predict(
                    HostRoles.Hop(HostRole.Nat, HostRole.Backend), pooled, requestsPerConnection, law, openings, answer, kernel))]
                : [last])
        {
            Forecast = conditions.HasServices ? new(() => ServiceOutlook.Of(conditions, model, openings)) : null,
            // Which of the ports in use bind() gives out is no search of connect()'s.
            Recycled = !conditions.Opener.SharesBoundPorts && model is { ReuseDelaySeconds: not null, Capacity: <= MostSimulatedPorts }
                && law.MeanPerSecond * law.DurationSeconds <= MostSimulated
                ? new Lazy<long?>(() => Simulation.Run(model, openings).Recycled)
                : null,
        };
    }

    private static double RequestsPerConnection(Conditions conditions)
    {
        if (KeptConnections.Pool(conditions) is not { } pool)
        {
            return 1;
        }

        // At a constant rate one connection comes back for each request that is due: whatever the pool, none is opened but for those that
        // have carried their share, or for all where each is closed before the next request even if that comes early.
        var law = conditions.Load.Law;
        return law.Kind == ArrivalKind.Constant
            ? pool.IsIdleUntilNext(law.RatePerSecond) == false ? 1 : pool.Requests
            : law.Count() / (double)Math.Max(1, pool.Openings(law.Times()).LongCount());
    }

    private static Hop Predict(
        string name,
        PortModel model,
        double requestsPerConnection,
        ArrivalLaw law,
        IEnumerable<double> openings,
        double answerSeconds,
        Kernel kernel)
    {
        Onset onset;
        double? knee;
        if (law.Kind == ArrivalKind.Constant)
        {
            // Until the first answer comes every request opens a connection, however many it will carry.
            var first = model with { OpenSeconds = answerSeconds, Close = CloseKind.Reset };
            var rate = law.RatePerSecond / requestsPerConnection;
            onset = first.Onset(law.RatePerSecond) is { Seconds: not null } before ? before : model.Onset(rate);
            knee = first.KneeSeconds(law.RatePerSecond) ?? model.KneeSeconds(rate);
        }
        else
        {
            // Millions of ports take long to lay out; where the load can't have half of them there is nothing to find out.
            var most = (law.Count() / requestsPerConnection) + ((long)model.PrefilledPerPool * model.Pools);
            var simulated = most < model.Capacity / 2 ? null : Simulation.Run(model, openings);
            var held = simulated is { Points: [.., var last] } ? last.Held : most;
            onset = simulated is { OnsetSeconds: { } failed }
                ? new Onset(failed, LatestSeconds: Sent(law, failed, simulated.ConnectionsBeforeFirstFailure, kernel))
                : new Onset(AfterTheLoad(model, law, law.RatePerSecond / requestsPerConnection, held));
            knee = simulated?.KneeSeconds;
        }

        return new Hop(
            name,
            model.PortsPerPool,
            model.Pools,
            model.Capacity,
            requestsPerConnection,
            model.HoldSeconds,
            model.ThresholdPerSecond * requestsPerConnection,
            onset.Seconds,
            model.Search == PortSearch.ByParity ? knee : null,
            model.SafePerSecond * requestsPerConnection,
            onset.EarliestSeconds,
            onset.LatestSeconds);
    }

    // A constant rate over a pool: its connections are replaced in waves; and one too small for answers that come a little late is met
    // empty and full in turn, as is one that closes connections about when the next request is due: at worst by every request.
    private static Hop Pooled(Hop hop, KeepAlivePool pool, PortModel model, PortModel unpooled, double rate)
    {
        if (hop.OnsetSeconds is { } onset && onset < model.Hold.Shortest
            && pool.Waves((long)Math.Round(onset * rate / hop.RequestsPerConnection), rate) is { Seconds: not null } waves)
        {
            hop = hop with
            {
                OnsetSeconds = waves.Seconds,
                EarliestOnsetSeconds = waves.EarliestSeconds,
                LatestOnsetSeconds = waves.LatestSeconds,
            };
        }

        var depends = pool.IsIdleUntilNext(rate) is null
            ? FormattableString.Invariant(
                $"how evenly requests come: idle {pool.IdleSeconds * 1000:0.##} ms, ")
                + FormattableString.Invariant($"a request{(pool.KeptApart > 1 ? " to each backend" : "")} every ")
                + FormattableString.Invariant($"{1000 * pool.PauseSeconds(rate):0.##} ms")
            : pool.Connections < pool.Needed(rate)
            ? FormattableString.Invariant($"how evenly answers come: {pool.Needed(rate)} idle connections ")
                + FormattableString.Invariant($"{(pool.Hosts > 1 ? "of each host " : "")}take up what is up to ")
                + FormattableString.Invariant(
                    $"{KeepAlivePool.JitterSeconds * 1000:0} ms late at {rate:0.##}/s, and this pool has {pool.Connections}")
            : null;
        if (depends is null || unpooled.Onset(rate).Seconds is not { } worst)
        {
            return hop;
        }

        return hop with
        {
            SafePerSecond = unpooled.SafePerSecond,
            EarliestOnsetSeconds = worst,
            DependsOn = depends,
        };
    }

    // Of a burst all are due at once; the one that finds no port is sent after as many as found one.
    private static double? Sent(ArrivalLaw law, double due, long before, Kernel kernel) => law.Kind == ArrivalKind.Bursts
        ? due + (Math.Min(before, law.BurstSize) * kernel.CpuSecondsPerRequest)
        : null;

    // A load that is over before the ports are has not shown that it can be carried: when they would have run out at its last rate.
    internal static double? AfterTheLoad(PortModel model, ArrivalLaw law, double lastRate, double held) =>
        (model with { PrefilledPerPool = 0 }).OnsetSeconds(lastRate) is null
            ? null
            : law.DurationSeconds + (Math.Max(0, model.Capacity - held) / lastRate);
}
