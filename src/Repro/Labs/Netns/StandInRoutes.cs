using System.Net;

namespace Repro.Labs.Netns;

/// <summary>The routes by which hosts stand in for others (<see cref="StandIn"/>), as commands of <c>ip -batch</c>.</summary>
internal static class StandInRoutes
{
    // Any table that is not one of the kernel's own.
    private const int Table = 100;

    /// <summary>The routes of a host: as one that stands in, and as one that answers through one that does.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="specs">All hosts.</param>
    /// <param name="addresses">Their addresses.</param>
    /// <param name="link">The interface that joins them.</param>
    /// <remarks>
    /// What comes in for the others' addresses is taken as the host's own: the rule is for what comes in alone, as the host sends to their
    /// owners too (Documentation/networking/tproxy.rst of Linux). The table has a route for each address, and not for all at once: a host
    /// answers ARP for whatever it would take. Nothing is forwarded, so that there is no redirect to undo the routes.
    /// </remarks>
    public static IEnumerable<string> Of(
        string host, IReadOnlyList<HostSpec> specs, IReadOnlyList<IReadOnlyList<IPAddress>> addresses, string link)
    {
        var byName = specs.Zip(addresses, (spec, own) => (spec.Name, own)).ToDictionary();
        foreach (var (name, standIn) in specs.Select(spec => (spec.Name, spec.StandsIn)))
        {
            var others = (standIn?.For ?? []).SelectMany(other => byName[other]);
            if (standIn is null)
            {
                continue;
            }

            if (name == host)
            {
                yield return $"rule add iif {link} lookup {Table}";
                foreach (var other in others)
                {
                    yield return $"route add local {other} dev lo table {Table}";
                }
            }
            else if (standIn.Towards.Contains(host))
            {
                foreach (var other in others)
                {
                    yield return $"route add {other} via {byName[name][0]} dev {link}";
                }
            }
        }
    }
}
