using System.Runtime.InteropServices;
using System.Text;

namespace Repro.Linux;

/// <summary>Standard streams as the kernel has them; by fcntl(2), F_GETFD, whether one is what this program was started with.</summary>
public static partial class StandardDescriptor
{
    /// <summary>The descriptor of standard output.</summary>
    public const int Output = 1;

    /// <summary>The descriptor of standard error.</summary>
    public const int Error = 2;

    private const int GetDescriptorFlags = 1;
    private const int CloseOnExecFlag = 1;
    private const short PollError = 8;

    /// <summary>
    /// Whether it was open when the program started. Of one that was not the runtime takes the number for a pipe of its own, and what is
    /// written there is read as something else; but all that the runtime opens is closed on exec, which nothing that came through exec can
    /// be.
    /// </summary>
    public static bool IsOpen(int descriptor) =>
        !OperatingSystem.IsLinux()
            || (Control(descriptor, GetDescriptorFlags, 0) is var flags && flags >= 0 && (flags & CloseOnExecFlag) == 0);

    /// <summary>
    /// Whether anybody reads what is written there, by poll(2): of a pipe without a reader the runtime's own streams say nothing.
    /// </summary>
    public static bool HasReader(int descriptor)
    {
        var asked = new PollRequest { Descriptor = descriptor };
        return !OperatingSystem.IsLinux() || Poll(ref asked, 1, 0) <= 0 || (asked.Returned & PollError) == 0;
    }

    /// <summary>write(2): the plainest way to say something; what can't be written is left out.</summary>
    internal static void Write(int descriptor, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _ = Write(descriptor, bytes, bytes.Length);
    }

    // struct pollfd
    private struct PollRequest
    {
        public int Descriptor;
        public short Asked;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte[] bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);
}
