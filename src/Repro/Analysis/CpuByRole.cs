using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Processor time of each role's hosts, all together.</summary>
internal static class CpuByRole
{
    /// <summary>
    /// Over the whole load, in seconds per second, by the word for all hosts of a role; roles in the order of a request's way.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Of(RecordedCase recorded) => recorded.Sockets
        .GroupBy(line => line.Host)
        .Select(host => (Role: RecordedCase.RoleOf(host.Key), Last: host.MaxBy(line => line.T)!))
        .Where(host => host.Last.T > 0)
        .GroupBy(host => host.Role, host => host.Last.Cpu / host.Last.T)
        .OrderBy(role => role.Key)
        .ToDictionary(role => role.Key.All(), role => Math.Round(role.Sum(), 4));
}
