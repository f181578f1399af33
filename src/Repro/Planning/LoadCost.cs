namespace Repro.Planning;

/// <summary>What carrying a load takes from the machine; measured in a lab of it before the cases run.</summary>
/// <param name="CpuSecondsPerRequest">Processor time of all hosts together for one request.</param>
/// <param name="CpuPerHost">Processor time that a host takes without any request, in seconds per second.</param>
public sealed record LoadCost(double CpuSecondsPerRequest, double CpuPerHost)
{
    /// <summary>What it takes on a machine that nobody has measured: a slow one.</summary>
    public static LoadCost Unmeasured { get; } = new(0.0007, 0.004);

    /// <summary>Processor time that a case takes, in seconds per second.</summary>
    public double Of(PlannedCase planned) =>
        (planned.Conditions.Load.Law.PeakPerSecond * CpuSecondsPerRequest) + (Hosts(planned) * CpuPerHost);

    internal static int Hosts(PlannedCase planned) => 1 + planned.Conditions.Clients.Count + planned.Conditions.Backends.Count;
}

/// <summary>What there is to carry it with.</summary>
/// <param name="Cores">Processors.</param>
/// <param name="MemoryBytes">Memory that may be used.</param>
public sealed record MachineSize(int Cores, long MemoryBytes);
