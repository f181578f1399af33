namespace Repro.Traffic;

/// <summary>
/// When the requests of one client are due: a constant rate over all clients, dealt out to them in turn. A pure function of a
/// request's number; times in nanoseconds since the load started.
/// </summary>
internal readonly struct Pacer(double ratePerSecond, long durationNanoseconds, int client, int clients)
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Requests of this client within the duration.</summary>
    public long Count
    {
        get
        {
            // The last request of all clients is due before the duration is over: numbers 0 … total − 1.
            var total = (long)Math.Ceiling((ratePerSecond * durationNanoseconds / NanosecondsPerSecond) - 1e-9);
            return Math.Max(0, (total - client + clients - 1) / clients);
        }
    }

    /// <summary>When request number <paramref name="index"/> of this client is due.</summary>
    public long Due(long index) => (long)((client + (index * clients)) * NanosecondsPerSecond / ratePerSecond);
}
