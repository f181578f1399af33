using System.Globalization;
using Repro.Knobs;

namespace Repro.Planning;

/// <summary>What carrying a load takes from the machine; measured in a lab of it before the cases run.</summary>
/// <param name="CpuSecondsPerRequest">Processor time of all hosts together for one request.</param>
/// <param name="CpuPerHost">Processor time that a host takes without any request, in seconds per second.</param>
internal sealed record LoadCost(double CpuSecondsPerRequest, double CpuPerHost)
{
    /// <summary>What it takes on a machine that nobody has measured: a slow one.</summary>
    public static LoadCost Unmeasured { get; } = new(Kernel.UnmeasuredCpuSecondsPerRequest, 0.004);

    // What connect() takes for each port that it looks at: 6 ms for 28,232 of them (docs/measured.md).
    private const double SearchSecondsPerPort = 0.21e-6;

    /// <summary>Processor time that a case takes at its busiest, in seconds per second.</summary>
    public double Of(PlannedCase planned) =>
        (planned.Conditions.Load.Law.PeakPerSecond * OfRequest(planned)) + (Hosts(planned) * CpuPerHost) + Search(planned);

    /// <summary>
    /// What a machine may be unable to carry, in a sentence; null for a case that it can. A request was measured at a low rate, and costs
    /// less at a high one, where several are seen to at a time.
    /// </summary>
    /// <param name="planned">The case.</param>
    /// <param name="cores">Processors of the machine.</param>
    public string? Starves(PlannedCase planned, int cores) => planned.Conditions.Load.Law.MeanPerSecond * OfRequest(planned) > cores
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"this machine carries at least {Round(cores / OfRequest(planned)):#,0} requests/s; "
            + $"{planned.Id} asks for more and may be starved: its result would say nothing")
        : null;

    // It was measured with a proxy: over two hops.
    private double OfRequest(PlannedCase planned) => CpuSecondsPerRequest * planned.Prediction.Hops.Count / 2;

    // Two digits: it is an estimate.
    private static double Round(double rate)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(10, rate))) - 1);
        return Math.Round(rate / unit) * unit;
    }

    // One thread at the most: with half of the ports taken a search looks at that half first, and with all of them at all.
    private static double Search(PlannedCase planned)
    {
        var hop = planned.Prediction.Upstream;
        var duration = planned.Conditions.Load.Duration.TotalSeconds;
        var looksAt = hop.OnsetSeconds <= duration ? hop.PortsPerTuple : hop.KneeSeconds <= duration ? hop.PortsPerTuple / 2.0 : 0;
        return Math.Min(1, planned.Conditions.Load.Rate.PerSecond / hop.RequestsPerConnection * looksAt * SearchSecondsPerPort);
    }

    internal static int Hosts(PlannedCase planned) =>
        (planned.Conditions.HasProxy ? 1 : 0) + (planned.Conditions.HasNat ? 1 : 0)
        + planned.Conditions.Clients.Count + planned.Conditions.Backends.Count;
}
