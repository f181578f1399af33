using Repro.Planning;

namespace Repro.Running;

/// <summary>This machine.</summary>
internal static class Machine
{
    /// <summary>Its processors, and half of its memory (of its control group's): the kernel's sockets and everybody else need some too.</summary>
    public static MachineSize Size => new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
}
