using System.Text.Json.Serialization;

namespace Repro.Labs.Docker;

/// <summary>What a container is told in the first line of its standard input, before its role.</summary>
/// <param name="Addresses">Addresses that the engine did not give it: an engine gives one per network.</param>
/// <param name="PrefixLength">Length of the network's prefix.</param>
/// <param name="Sysctls">Names of the sysctls to read back.</param>
internal sealed record HostSetup(IReadOnlyList<string> Addresses, int PrefixLength, IReadOnlyList<string> Sysctls);

/// <summary>What the container answers.</summary>
/// <param name="Sysctls">Values by name, with single spaces; those that the kernel does not have are left out.</param>
/// <param name="Taken">Ports of the local range that somebody listens on already.</param>
/// <param name="Problem">Why an address could not be had; null where all could.</param>
internal sealed record HostReadback(IReadOnlyDictionary<string, string> Sysctls, IReadOnlyList<int> Taken, string? Problem);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HostSetup))]
[JsonSerializable(typeof(HostReadback))]
internal sealed partial class HostJson : JsonSerializerContext;
