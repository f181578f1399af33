using System.Numerics;

namespace Repro.Physics;

/// <summary>
/// When services are restarted: at even distances over all of them, the hosts in turn, and on each host neighbours far from each other, as
/// a search for a port goes from one to the next.
/// </summary>
/// <param name="Services">How many each host has.</param>
/// <param name="Hosts">How many hosts have them.</param>
/// <param name="RestartSeconds">From a restart of one to its next.</param>
/// <param name="DownSeconds">How long its port is left to others; less than <paramref name="RestartSeconds"/>.</param>
internal readonly record struct RestartSchedule(int Services, int Hosts, double RestartSeconds, double DownSeconds)
{
    private const double GoldenSection = 0.618;

    private double Gap => RestartSeconds / Services / Hosts;

    // Coprime to their number, so that each has its turn.
    private long Stride
    {
        get
        {
            var stride = Math.Max(1, (long)(Services * GoldenSection));
            while (BigInteger.GreatestCommonDivisor(stride, Services) > 1)
            {
                stride++;
            }

            return stride;
        }
    }

    /// <summary>When the n-th stop of all is, from 0, in seconds.</summary>
    public double Stops(long number) => number * Gap;

    /// <summary>When that service is started again.</summary>
    public double Starts(long number) => Stops(number) + DownSeconds;

    /// <summary>The host of it.</summary>
    public int Host(long number) => (int)(number % Hosts);

    /// <summary>Which of the host's services it is.</summary>
    public int Service(long number) => (int)(number / Hosts % Services * Stride % Services);

    /// <summary>How many are started again before a moment.</summary>
    public long StartsBefore(double seconds) => seconds <= DownSeconds ? 0 : (long)Math.Ceiling(((seconds - DownSeconds) / Gap) - 1e-9);
}
