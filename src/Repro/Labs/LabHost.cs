using System.Net;

namespace Repro.Labs;

/// <summary>A host that is up.</summary>
/// <param name="Name">Name within the lab.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Sysctls">What was asked and what the kernel says it is.</param>
internal sealed record LabHost(string Name, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<SysctlReadback> Sysctls)
{
    /// <summary>A host as it came up; one in another has that one's addresses, whose sysctls are told once.</summary>
    /// <param name="spec">The host.</param>
    /// <param name="up">Those that have a network of their own.</param>
    public static LabHost Of(HostSpec spec, IReadOnlyList<LabHost> up)
    {
        var home = up.First(host => host.Name == (spec.In ?? spec.Name));
        return spec.In is null ? home : new LabHost(spec.Name, home.Addresses, []);
    }
}

/// <summary>A sysctl as asked and as read back.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="Asked">The value that was written.</param>
/// <param name="Read">The value that was read afterwards, with single spaces; null where the kernel has no such sysctl.</param>
internal sealed record SysctlReadback(string Name, string Asked, string? Read);
