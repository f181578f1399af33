namespace Repro.Linux;

/// <summary>Sysctls as files.</summary>
internal static class SysctlFile
{
    /// <summary>The local port range.</summary>
    public const string LocalPortRange = "net.ipv4.ip_local_port_range";

    /// <summary>The file of a sysctl.</summary>
    public static string PathOf(string name) => "/proc/sys/" + name.Replace('.', '/');

    /// <summary>The value that this process' network namespace has, with single spaces; null where the kernel has no such sysctl.</summary>
    public static string? Read(string name)
    {
        var path = PathOf(name);
        return File.Exists(path) ? SingleSpaced(File.ReadAllText(path)) : null;
    }

    /// <summary>Gives this process' network namespace a value.</summary>
    /// <exception cref="IOException">The kernel does not take it, or there is no such sysctl.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be written here.</exception>
    public static void Write(string name, string value)
    {
        // One call of write() is one value, and no file is made where there is none. An empty list is a line without anything in it.
        using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(value + "\n"));
    }

    /// <summary>The text with one space wherever it has white space, and none at its ends.</summary>
    public static string SingleSpaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
