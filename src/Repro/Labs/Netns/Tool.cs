namespace Repro.Labs.Netns;

/// <summary>The few programs of an ordinary Linux userland that the lab uses.</summary>
internal static class Tool
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["unshare", "nsenter", "mount", "ip", "sh"];

    /// <summary>What is not on the PATH.</summary>
    public static IReadOnlyList<string> Missing() => [.. Names.Where(name => Subprocess.Find(name) is null)];

    /// <summary>Why there is no lab without those that are missing; null where none is.</summary>
    public static ReproException? Refusal() => Missing() is { Count: > 0 } missing
        ? new ReproException(
            FailureKind.NoLab,
            $"Not found on the PATH: {string.Join(", ", missing)}.",
            "Install util-linux (unshare, nsenter, mount) and iproute2 (ip); on Debian and Ubuntu: sudo apt-get install util-linux "
                + "iproute2.")
        : null;
}
