using Repro.Model;
using Repro.Proxies;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>A time without a sign of a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="FromSeconds">Its last sign of life, in seconds since the load started.</param>
/// <param name="Seconds">How long it was until the next.</param>
internal sealed record Standstill(string Host, double FromSeconds, double Seconds)
{
    /// <summary>
    /// The longest time that each host stood still, of those that began within some time: by its samples, or by what it did.
    /// </summary>
    /// <param name="recorded">The case.</param>
    /// <param name="from">When that begins, in seconds since the load started.</param>
    /// <param name="until">When it is over.</param>
    public static IEnumerable<Standstill> Of(RecordedCase recorded, double from, double until) =>
        BySamples(recorded).Concat(ByRequests(recorded))
            .Where(still => still.FromSeconds >= from && still.FromSeconds < until)
            .GroupBy(still => still.Host)
            .Select(host => host.MaxBy(still => still.Seconds)!);

    // The load's start and end are as good as samples.
    private static IEnumerable<Standstill> BySamples(RecordedCase recorded) =>
        from host in recorded.Sockets.GroupBy(line => line.Host, line => line.T)
        let moments = host.Where(t => t > 0 && t < recorded.File.DurationSeconds).Append(0)
            .Append(recorded.File.DurationSeconds).Order().ToList()
        from still in moments.Zip(moments.Skip(1), (last, next) => new Standstill(host.Key, last, next - last))
        select still;

    // A proxy took nothing, bin after bin, while clients connected.
    private static IEnumerable<Standstill> ByRequests(RecordedCase recorded)
    {
        if (!recorded.File.HasProxy || ProxyKinds.Of(CaseConditions.Of(recorded.File).Proxy).ReportsRequestsWhenTheyEnd)
        {
            yield break;
        }

        var width = recorded.File.BinSeconds;
        var taken = recorded.Proxy.ToLookup(line => Bin(line.T), line => line.Sent);
        var from = (int?)null;
        foreach (var bin in recorded.Load.GroupBy(line => Bin(line.T)).OrderBy(bin => bin.Key))
        {
            if (bin.Sum(line => line.Connects) > 0 && taken[bin.Key].Sum() == 0)
            {
                from ??= bin.Key;
                yield return new Standstill(HostRole.Proxy.Name(1), from.Value * width, (bin.Key + 1 - from.Value) * width);
            }
            else
            {
                from = null;
            }
        }

        int Bin(double t) => (int)Math.Round(t / width);
    }
}
