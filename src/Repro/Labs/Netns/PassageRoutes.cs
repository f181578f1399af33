using System.Net;

namespace Repro.Labs.Netns;

/// <summary>The routes by which hosts send through others (<see cref="Passage"/>), as commands of <c>ip -batch</c>.</summary>
internal static class PassageRoutes
{
    /// <summary>The routes of a host that sends.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="specs">All hosts.</param>
    /// <param name="addresses">Their addresses.</param>
    /// <param name="link">The interface that joins them.</param>
    public static IEnumerable<string> Of(
        string host, IReadOnlyList<HostSpec> specs, IReadOnlyList<IReadOnlyList<IPAddress>> addresses, string link)
    {
        var byName = specs.Zip(addresses, (spec, own) => (spec.Name, own)).ToDictionary();
        return from spec in specs
               where spec.Passes?.From.Contains(host) == true
               from other in spec.Passes!.Towards
               from address in byName[other]
               select $"route add {address} via {byName[spec.Name][0]} dev {link}";
    }
}
