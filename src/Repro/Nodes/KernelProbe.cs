using Repro.Knobs;
using Repro.Linux;
using Repro.Physics;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What this machine's kernel has, found by looking; versions say nothing about a kernel with patches.</summary>
public static class KernelProbe
{
    // Where it can't be tried out, a kernel of today.
    private static readonly Lazy<bool> OwnRangeByOne = new(() => SocketProbe.SearchesOwnRangeByOne() ?? true);

    /// <summary>This machine's kernel; elsewhere than on Linux, one of today.</summary>
    public static Kernel Kernel { get; } = OperatingSystem.IsLinux()
        ? new Kernel { Hertz = KernelTick.Hertz() ?? TimerWheel.DefaultHertz, Has = Has, SearchesOwnRangeByOne = () => OwnRangeByOne.Value }
        : new Kernel();

    /// <summary>Whether it has a sysctl.</summary>
    public static bool HasSysctl(string name) => Kernel.Has(KernelNeed.Sysctl(name, "is not in this kernel"));

    private static bool Has(KernelNeed need) => need.Kind switch
    {
        NeedKind.Sysctl => File.Exists(SysctlFile.PathOf(need.Name)),
        NeedKind.SocketOption => SocketProbe.HasOption(need.Option),
        _ => throw new NotSupportedException($"nothing is known about how to look for a {need.Kind}"),
    };
}
