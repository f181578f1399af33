using Repro.Recording;

namespace Repro.Analysis;

/// <summary>For how long the requests of a load were held up together, whatever held them up: a client, the proxy or a backend.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="T">When, in seconds since the load started.</param>
internal readonly record struct Jitter(double Seconds, double T)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>
    /// The longest before a moment. Where everything stands still for s seconds, rate × s requests become due, and half of them wait for
    /// s ÷ 2 or longer: so it is twice the longest wait that at least rate × wait requests of one bin had. A single request that waits is
    /// none.
    /// </summary>
    /// <param name="recorded">The case.</param>
    /// <param name="until">Seconds since the load started.</param>
    public static Jitter Before(RecordedCase recorded, double until)
    {
        var conditions = CaseConditions.Of(recorded.File);
        var (rate, answer) = (conditions.Load.Law.MeanPerSecond, conditions.Backends.Delay.TotalSeconds);
        return recorded.Load
            .Where(line => line.Latency is not null && line.T <= until)
            .GroupBy(line => line.T, line => line.Latency!)
            .Select(bin => new Jitter(2 * HeldUp(bin.SelectMany(buckets => buckets), rate, answer), bin.Key))
            .DefaultIfEmpty()
            .MaxBy(jitter => jitter.Seconds);
    }

    private static double HeldUp(IEnumerable<Bucket> latencies, double rate, double answer)
    {
        var (longest, requests) = (0.0, 0L);
        foreach (var bucket in latencies.OrderByDescending(bucket => bucket.Nanoseconds))
        {
            requests += bucket.Count;
            longest = Math.Max(longest, Math.Min((bucket.Nanoseconds / NanosecondsPerSecond) - answer, requests / rate));
        }

        return longest;
    }
}
