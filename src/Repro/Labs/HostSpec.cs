namespace Repro.Labs;

/// <summary>A host as it is asked for.</summary>
/// <param name="Name">Name within the lab: <c>proxy</c>, <c>client-1</c>.</param>
/// <param name="Addresses">Number of IPv4 addresses.</param>
/// <param name="Sysctls">Sysctls of its network namespace, by the kernel's names.</param>
internal sealed record HostSpec(string Name, int Addresses, IReadOnlyDictionary<string, string> Sysctls);
