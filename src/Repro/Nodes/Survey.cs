using System.Runtime.InteropServices;
using Repro.Knobs;
using Repro.Linux;
using Repro.Recording;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>Looks around where this process runs.</summary>
internal static class Survey
{
    private const string ReleaseFile = "/proc/sys/kernel/osrelease";

    public static MachineSurvey Take() => new()
    {
        Kernel = File.Exists(ReleaseFile) ? File.ReadAllText(ReleaseFile).Trim() : Environment.OSVersion.Version.ToString(),
        Hertz = KernelProbe.Kernel.Hertz,
        Processors = Environment.ProcessorCount,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        // The hard limit: the runtime raises the soft one to it when it starts.
        OpenFiles = ProcessLimit.OpenFiles,
        HasIpv6 = SocketProbe.HasIpv6(),
        Runtime = RuntimeInformation.FrameworkDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
        Has = [.. KnobRegistry.Needs.Where(KernelProbe.Kernel.Has).Select(need => need.Name)],
    };
}
