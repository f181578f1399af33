using Repro.Linux;

namespace Repro.Labs.Netns;

/// <summary>What to do where a machine does not give namespaces, or not as many.</summary>
internal static class NamespaceRemedy
{
    private const string NoSpace = "No space left on device";

    // Of each kind a lab has one, but for network namespaces: one for each host of the cases that run side by side.
    private static readonly (string Limit, int Enough)[] Limits =
    [
        ("user.max_user_namespaces", 100), ("user.max_mnt_namespaces", 100), ("user.max_pid_namespaces", 100),
        ("user.max_net_namespaces", 1000),
    ];

    /// <summary>A remedy, in sentences.</summary>
    /// <param name="error">What the system said.</param>
    /// <param name="otherwise">What to do if it was not for want of namespaces.</param>
    public static string Of(string error, string otherwise) => error.Contains(NoSpace, StringComparison.Ordinal) ? OfLimit() : otherwise;

    /// <summary>The limits of namespaces that are lower than a run may need, and what to do; null where none is.</summary>
    public static (string Found, string Remedy)? Low() => LowLimits() is { Count: > 0 } low
        ? ($"{string.Join(", ", low.Select(limit => $"{limit} is {Read(limit)}"))}", OfLimit())
        : null;

    // create_user_ns() and inc_ucount() (kernel/user_namespace.c, kernel/ucount.c) answer ENOSPC, which is no disk's.
    private static string OfLimit()
    {
        var low = Limits.Where(limit => LowLimits().Contains(limit.Limit)).ToList();
        return low.Count > 0
            ? "This is the kernel's limit of namespaces, not a disk: "
                + $"{string.Join(", ", low.Select(limit => $"{limit.Limit} is {Read(limit.Limit)}"))}. Raise it with: "
                + $"sudo sysctl {string.Join(' ', low.Select(limit => $"{limit.Limit}={limit.Enough * 10}"))}."
            : "This is the kernel's limit of namespaces, not a disk: of their number (sysctl user.max_net_namespaces and its neighbours, "
                + "here or in the container "
                + "that this is in), or of 32 user namespaces inside each other. End what holds them, or raise the limit.";
    }

    private static List<string> LowLimits() =>
        [.. Limits.Where(limit => Read(limit.Limit) is { } most && most < limit.Enough).Select(limit => limit.Limit)];

    private static int? Read(string sysctl) => int.TryParse(SysctlFile.Read(sysctl), out var most) ? most : null;
}
