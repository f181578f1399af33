using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>
/// How large a terminal's window is now (ioctl_tty(2), TIOCGWINSZ). System.Console knows it of standard output alone, and as it was
/// when it was asked first.
/// </summary>
public static partial class WindowSize
{
    private const int StandardError = 2;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>Of the window that standard error is shown in; null where it is in none, or not on Linux.</summary>
    public static (int Columns, int Lines)? OfErrors() =>
        OperatingSystem.IsLinux() && Control(StandardError, GetWindowSize, out var size) == 0 && size is { Columns: > 0, Lines: > 0 }
            ? (size.Columns, size.Lines)
            : null;

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out Size size);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Size
    {
        public readonly ushort Lines;
        public readonly ushort Columns;
        private readonly ushort widthInPixels;
        private readonly ushort heightInPixels;
    }
}
