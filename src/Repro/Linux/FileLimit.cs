using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>getrlimit(2), RLIMIT_NOFILE: takes no descriptor itself, as reading /proc does.</summary>
internal static partial class FileLimit
{
    // asm-generic/resource.h, which x86 and Arm share.
    private const int OpenFiles = 7;

    /// <summary>How many descriptors a process may have at the most; null where that is not known, or more than a number says.</summary>
    public static int? Hard => Get(OpenFiles, out var limit) == 0 && limit.Hard <= int.MaxValue ? (int)limit.Hard : null;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Get(int resource, out Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        public readonly nuint Soft;
        public readonly nuint Hard;
    }
}
