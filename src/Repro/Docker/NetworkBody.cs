using System.Text.Json.Serialization;

namespace Repro.Docker;

/// <summary>A <see cref="NetworkSpec"/> as POST /networks/create takes it.</summary>
internal sealed record NetworkBody(
    string Name,
    bool CheckDuplicate,
    string Driver,
    bool Internal,
    [property: JsonPropertyName("IPAM")] NetworkAddressesBody? Addresses,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Options)
{
    public static NetworkBody From(NetworkSpec spec) => new(
        spec.Name,
        // Without it, engines before API 1.44 take a second network of the same name.
        CheckDuplicate: true,
        spec.Driver,
        spec.Internal,
        spec.Subnet is { } subnet ? new NetworkAddressesBody([new NetworkSubnetBody(subnet, spec.Gateway)]) : null,
        spec.Labels,
        spec.Options);
}

/// <summary>The addresses of a network.</summary>
internal sealed record NetworkAddressesBody(IReadOnlyList<NetworkSubnetBody> Config);

/// <summary>A subnet of a network.</summary>
internal sealed record NetworkSubnetBody(string Subnet, string? Gateway);
