namespace Repro.Planning;

/// <summary>What there is to carry a load with.</summary>
/// <param name="Cores">Processors that may be used.</param>
/// <param name="MemoryBytes">Memory that may be used.</param>
internal sealed record MachineSize(int Cores, long MemoryBytes);
