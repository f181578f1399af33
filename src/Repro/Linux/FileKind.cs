using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>What a path leads to.</summary>
public static partial class FileKind
{
    private const int CurrentDirectory = -100;
    private const uint TypeWanted = 1;

    // struct statx (linux/stat.h) is the same on every architecture, unlike struct stat: 256 bytes, the mode in two of them.
    private const int StatxBytes = 256;
    private const int ModeAt = 28;
    private const int TypeMask = 0xF000;

    /// <summary>
    /// What it is in a word or two, as in "is a pipe", where reading it may never end; null for a file, and where it can't be told.
    /// </summary>
    public static string? Endless(string path)
    {
        if (Directory.Exists(path))
        {
            return "a directory";
        }

        Span<byte> buffer = stackalloc byte[StatxBytes];
        if (!OperatingSystem.IsLinux() || Status(CurrentDirectory, path, 0, TypeWanted, ref MemoryMarshal.GetReference(buffer)) != 0)
        {
            return null;
        }

        return (MemoryMarshal.Read<ushort>(buffer[ModeAt..]) & TypeMask) switch
        {
            0x1000 => "a pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Status(int directory, string path, int flags, uint mask, ref byte buffer);
}
