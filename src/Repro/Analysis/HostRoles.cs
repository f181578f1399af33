using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Hosts by what they do: their names are the role, and a number where there may be several.</summary>
internal static class HostRoles
{
    /// <summary>The role of the clients.</summary>
    public const string Clients = "clients";

    private static readonly (string Prefix, string Role)[] Roles = [("client", Clients), (ProxySamples.Host, "proxy"), ("backend", "backends")];

    /// <summary>clients, proxy or backends.</summary>
    public static string Of(string host) =>
        Roles.FirstOrDefault(role => host.StartsWith(role.Prefix, StringComparison.Ordinal)).Role ?? host;

    /// <summary>Processor time of each role over the whole load, in seconds per second.</summary>
    public static IReadOnlyDictionary<string, double> Cpu(RecordedCase recorded) => recorded.Sockets
        .GroupBy(line => line.Host)
        .Select(host => (Role: Of(host.Key), Last: host.MaxBy(line => line.T)!))
        .Where(host => host.Last.T > 0)
        .GroupBy(host => host.Role, host => host.Last.Cpu / host.Last.T)
        .OrderBy(role => Array.FindIndex(Roles, known => known.Role == role.Key))
        .ToDictionary(role => role.Key, role => Math.Round(role.Sum(), 4));
}
