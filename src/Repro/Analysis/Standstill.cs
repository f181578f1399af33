using Repro.Recording;

namespace Repro.Analysis;

/// <summary>A time without a sign of a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="FromSeconds">Its last sign of life, in seconds since the load started.</param>
/// <param name="Seconds">How long it was until the next.</param>
internal sealed record Standstill(string Host, double FromSeconds, double Seconds)
{
    /// <summary>
    /// The longest time that each host stood still: the longest between two of its samples, that began before a moment and within the load.
    /// The load's start and end count as samples; a host without any is left out.
    /// </summary>
    /// <param name="recorded">The case.</param>
    /// <param name="until">What comes later has moved nothing any more, in seconds since the load started.</param>
    public static IEnumerable<Standstill> OfHosts(RecordedCase recorded, double until) =>
        from host in recorded.Sockets.GroupBy(line => line.Host, line => line.T)
        let moments = host.Where(t => t > 0 && t < recorded.File.DurationSeconds).Append(0).Append(recorded.File.DurationSeconds).Order().ToList()
        let gaps = moments.Zip(moments.Skip(1), (last, next) => new Standstill(host.Key, last, next - last)).Where(gap => gap.FromSeconds < until)
        let longest = gaps.MaxBy(gap => gap.Seconds)
        where longest is not null
        select longest;
}
