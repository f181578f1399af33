namespace Repro.Nodes;

/// <summary>The clock that a process goes by.</summary>
internal static class NodeClock
{
    // random(4): another one at each boot of a machine.
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    // time_namespaces(7): CLOCK_MONOTONIC has an offset of its own in each. Kernels before 5.6 have none.
    private const string NamespaceLink = "/proc/self/ns/time";

    /// <summary>
    /// Names this process' CLOCK_MONOTONIC: processes with the same name read the same clock. Where it can't be told, no other process has
    /// its name.
    /// </summary>
    public static string Name { get; } = File.Exists(BootFile)
        ? $"{File.ReadAllText(BootFile).Trim()} {new FileInfo(NamespaceLink).LinkTarget}".TrimEnd()
        : $"{Guid.NewGuid()}";
}
