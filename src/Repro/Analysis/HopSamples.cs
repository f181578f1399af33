using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The samples of the hosts that open a hop's connections.</summary>
internal static class HopSamples
{
    /// <summary>Those hosts' samples: the proxy's towards the backends, the clients' towards the proxy or the backends.</summary>
    public static IEnumerable<SocketsLine> OpeningSide(RecordedCase recorded, HopFacts hop)
    {
        var opener = hop.Opener;
        return recorded.Sockets.Where(line => RecordedCase.RoleOf(line.Host) == opener);
    }

    /// <summary>TIME_WAIT of a hop over time, over all hosts that open its connections.</summary>
    public static IEnumerable<CountPoint> TimeWait(RecordedCase recorded, HopFacts hop)
    {
        if (hop.Name == recorded.File.Upstream.Name)
        {
            return OpenerSamples.TimeWait(recorded);
        }

        // Of a NAT its dumps alone tell: they are no sockets.
        if (hop.Opener == HostRole.Nat)
        {
            return from line in OpeningSide(recorded, hop)
                   where line.Tuples is not null
                   select new CountPoint(line.T, line.Tuples!.Sum(tuple => tuple.TimeWait));
        }

        // Each host samples at moments of its own: of each interval the last sample of every host counts.
        var latest = new Dictionary<string, int>();
        return OpeningSide(recorded, hop)
            .GroupBy(line => Interval(recorded, line))
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

    /// <summary>Number of the sampling interval in which a sample was taken.</summary>
    public static long Interval(RecordedCase recorded, SocketsLine line) =>
        (long)Math.Floor((line.T * recorded.File.SamplesPerSecond) + 1e-6);
}
