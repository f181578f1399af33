using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The samples of the hosts that open a hop's connections.</summary>
internal static class HopSamples
{
    /// <summary>Those hosts' samples: the proxy's towards the backends, the clients' towards the proxy.</summary>
    public static IEnumerable<SocketsLine> OpeningSide(RecordedCase recorded, HopFacts hop) =>
        recorded.Sockets.Where(line => RecordedCase.RoleOf(line.Host) == hop.Opener);

    /// <summary>TIME_WAIT of a hop over time, over all hosts that open its connections.</summary>
    public static IEnumerable<CountPoint> TimeWait(RecordedCase recorded, HopFacts hop)
    {
        if (hop.Opener == HostRole.Proxy)
        {
            return ProxySamples.TimeWait(recorded);
        }

        // Each host samples at moments of its own: of each interval the last sample of every host counts.
        var latest = new Dictionary<string, int>();
        return OpeningSide(recorded, hop)
            .GroupBy(line => (long)Math.Floor((line.T * recorded.File.SamplesPerSecond) + 1e-6))
            .OrderBy(interval => interval.Key)
            .Select(interval =>
            {
                foreach (var line in interval.OrderBy(line => line.T))
                {
                    latest[line.Host] = line.TimeWait;
                }

                return new CountPoint(interval.Max(line => line.T), (int)Math.Min(int.MaxValue, latest.Values.Sum(count => (long)count)));
            });
    }
}
