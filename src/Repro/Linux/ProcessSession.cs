using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>setsid(2): a session of one's own, out of reach of the terminal's signals.</summary>
internal static partial class ProcessSession
{
    /// <summary>Leaves the session and the group of whoever started this process; -1 where it leads a group already.</summary>
    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int Leave();
}
