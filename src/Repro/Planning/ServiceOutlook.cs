using Repro.Knobs;
using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Planning;

/// <summary>What services and the connections of their host make of each other.</summary>
internal static class ServiceOutlook
{
    /// <summary>
    /// The hop of the hosts that have services. Those that listen keep their ports from connections, and those that are down, or have lost
    /// theirs, do not: ports run out between the moments at which they would with all of them listening and with none.
    /// </summary>
    /// <param name="conditions">What is set.</param>
    /// <param name="hop">The hop without services.</param>
    /// <param name="model">Its ports.</param>
    /// <param name="predict">Predicts the hop by its ports.</param>
    public static Hop BesideListeners(Conditions conditions, Hop hop, PortModel model, Func<PortModel, Hop> predict)
    {
        var inRange = ListeningServices.InRange(conditions).Count();
        if (inRange == 0)
        {
            return hop;
        }

        var fewer = predict(model with { PortsPerPool = model.PortsPerPool - inRange });
        var earliest = fewer.EarliestOnsetSeconds ?? fewer.OnsetSeconds;
        return hop with
        {
            SafePerSecond = fewer.SafePerSecond,
            EarliestOnsetSeconds = earliest,
            LatestOnsetSeconds = hop.LatestOnsetSeconds ?? hop.OnsetSeconds,
            DependsOn = hop.OnsetSeconds is null && earliest is not null
                ? "how many services are down while ports are scarce, as a connection takes theirs then"
                : hop.DependsOn,
        };
    }

    /// <summary>What restarts meet: nothing of a connection where none may be given a service's port, else what is simulated.</summary>
    public static RestartForecast Of(Conditions conditions, PortModel model, IEnumerable<double> openings)
    {
        var services = conditions.Services;
        var schedule = new RestartSchedule(
            services.Count, conditions.Openers, services.Restart.TotalSeconds, services.Down.TotalSeconds);
        var duration = conditions.Load.Duration.TotalSeconds;
        var restarts = schedule.StartsBefore(duration);
        var inRange = ListeningServices.InRange(conditions).ToHashSet();
        var forecast = new RestartForecast(
            schedule.Services * schedule.Hosts, inRange.Count * schedule.Hosts, restarts, 0, 0, 0);
        if (inRange.Count == 0 || restarts == 0 || LetsListenersIn(conditions))
        {
            return forecast;
        }

        var opened = openings.Take(ServiceRestarts.MostOfLoad + 1).ToList();
        if (opened.Count > ServiceRestarts.MostOfLoad)
        {
            return forecast with { TakenShare = null, LeastTakenShare = null, MostTakenShare = null };
        }

        var odds = ServiceRestarts.Odds(model, opened, schedule, [.. Positions(conditions, inRange)], duration);
        return forecast with { TakenShare = Share(odds.Median), LeastTakenShare = Share(odds.Least), MostTakenShare = Share(odds.Most) };

        double Share(long taken) => (double)taken / restarts;
    }

    // Listeners have SO_REUSEADDR: bind() lets them beside connections whose sockets have it too.
    private static bool LetsListenersIn(Conditions conditions) =>
        conditions.Opener.SharesBoundPorts
        || (ProxyKinds.Of(conditions.Proxy).LetsListenersIn
            && (conditions.Opener is { Bind: not Binding.None } or { Addresses: > 1 } || conditions.Proxy.Transparent));

    // Reserved ports have no place in a port table.
    private static IEnumerable<int?> Positions(Conditions conditions, HashSet<int> inRange)
    {
        var low = SocketRange.Window(conditions.Opener).Low;
        var reserved = conditions.Opener.Sysctls.ReservedPorts;
        return conditions.Services.Numbers.Select(port => inRange.Contains(port)
            ? port - low - Enumerable.Range(low, port - low).Count(other => reserved.Any(hole => other >= hole.Low && other <= hole.High))
            : (int?)null);
    }
}
