namespace Repro.LabTests;

/// <summary>What of the machine a run must leave as it was.</summary>
internal sealed record HostState(string Sysctls, string Links, string Mounts)
{
    // These count or measure by themselves.
    private static readonly string[] Volatile = ["nf_conntrack_count", "flush", "error_burst", "tcp_mem", "udp_mem"];

    public static HostState Now() => new(
        string.Join('\n', Directory.EnumerateFiles("/proc/sys/net", "*", SearchOption.AllDirectories).Order().Select(Read)),
        string.Join('\n', Directory.EnumerateDirectories("/sys/class/net").Select(Path.GetFileName).Order()),
        File.ReadAllText("/proc/self/mounts"));

    private static string Read(string path)
    {
        try
        {
            return Volatile.Any(name => path.EndsWith(name, StringComparison.Ordinal)) ? path : $"{path}={File.ReadAllText(path)}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path; // write-only, or root's
        }
    }
}
