using System.Text.Json.Serialization;

namespace Repro.Docker;

// What the engine answers, by its own names: only what is used of it. What has no default must be there.

/// <summary>GET /version</summary>
internal sealed record VersionAnswer(
    string Version, string? KernelVersion = null, string? Arch = null, IReadOnlyList<VersionComponent>? Components = null);

/// <summary>A part of the engine: the first is the engine itself, <c>Engine</c> or <c>Podman Engine</c>.</summary>
internal sealed record VersionComponent(string Name);

/// <summary>GET /info</summary>
internal sealed record InfoAnswer(
    [property: JsonPropertyName("NCPU")] int Processors,
    [property: JsonPropertyName("MemTotal")] long MemoryBytes,
    string? OperatingSystem = null,
    string? KernelVersion = null,
    string? Architecture = null);

/// <summary>POST /containers/create, /networks/create</summary>
internal sealed record CreatedAnswer(string Id);

/// <summary>POST /containers/ID/wait</summary>
internal sealed record WaitAnswer(long StatusCode, WaitError? Error = null);

/// <summary>Why the engine lost sight of a container.</summary>
internal sealed record WaitError(string? Message = null);

/// <summary>GET /containers/ID/json</summary>
internal sealed record ContainerAnswer(ContainerState State);

/// <summary>GET /containers/json; the time is in Unix seconds, a name begins with a slash.</summary>
internal sealed record ContainerRow(
    string Id, IReadOnlyList<string> Names, string State, long Created, IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>GET /networks</summary>
internal sealed record NetworkRow(
    string Id,
    string Name,
    DateTimeOffset Created,
    IReadOnlyDictionary<string, string>? Labels = null,
    [property: JsonPropertyName("IPAM")] NetworkRowAddresses? Addresses = null);

/// <summary>The addresses of a network.</summary>
internal sealed record NetworkRowAddresses(IReadOnlyList<NetworkRowSubnet>? Config = null);

/// <summary>One subnet of a network.</summary>
internal sealed record NetworkRowSubnet(string? Subnet = null);

/// <summary>GET /images/NAME/json; the time is empty or missing where the image has none.</summary>
internal sealed record ImageAnswer(string Id, long Size, string? Created = null, ImageConfig? Config = null);

/// <summary>What an image asks of its containers.</summary>
internal sealed record ImageConfig(IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>GET /images/json; the time is in Unix seconds.</summary>
internal sealed record ImageRow(string Id, long Size, long Created, IReadOnlyDictionary<string, string>? Labels = null);

/// <summary>One of many in the answer of POST /images/create and /build.</summary>
internal sealed record ProgressLine(
    [property: JsonPropertyName("error")] string? Error = null, [property: JsonPropertyName("stream")] string? Output = null);
