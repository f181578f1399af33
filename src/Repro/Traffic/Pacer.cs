using Repro.Physics;

namespace Repro.Traffic;

/// <summary>
/// When the requests of one client are due: the arrivals of all clients, dealt out to them in turn. Times in nanoseconds since the load
/// started.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private readonly IEnumerator<double> times;

    /// <param name="law">The arrivals of all clients together.</param>
    /// <param name="client">Number of this client, from 0.</param>
    /// <param name="clients">Number of clients.</param>
    public Pacer(ArrivalLaw law, int client, int clients)
    {
        times = law.Times().Where((_, number) => number % clients == client).GetEnumerator();
        Advance();
    }

    /// <summary>When the next request is due; null once there is none left.</summary>
    public long? Due { get; private set; }

    /// <summary>Goes on to the request after it.</summary>
    public void Advance() => Due = times.MoveNext() ? (long)(times.Current * 1e9) : null;

    public void Dispose() => times.Dispose();
}
