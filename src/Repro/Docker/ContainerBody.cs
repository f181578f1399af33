using System.Text.Json.Serialization;

namespace Repro.Docker;

/// <summary>A <see cref="ContainerSpec"/> as POST /containers/create takes it.</summary>
internal sealed record ContainerBody(
    string Image,
    [property: JsonPropertyName("Cmd")] IReadOnlyList<string>? Command,
    IReadOnlyList<string>? Entrypoint,
    string? User,
    string? Hostname,
    [property: JsonPropertyName("Env")] IReadOnlyList<string> Environment,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, EmptyBody> Volumes,
    bool OpenStdin,
    bool StdinOnce,
    bool AttachStdin,
    bool AttachStdout,
    bool AttachStderr,
    bool Tty,
    int? StopTimeout,
    HostConfigBody HostConfig,
    NetworkingConfigBody? NetworkingConfig)
{
    public static ContainerBody From(ContainerSpec spec) => new(
        spec.Image,
        spec.Command,
        spec.Entrypoint,
        spec.User,
        spec.Hostname,
        [.. spec.Environment.Select(pair => $"{pair.Key}={pair.Value}")],
        spec.Labels,
        spec.Volumes.ToDictionary(path => path, _ => new EmptyBody()),
        OpenStdin: spec.Stdin,
        StdinOnce: spec.Stdin,
        AttachStdin: spec.Stdin,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
        spec.StopTimeoutSeconds,
        new HostConfigBody(
            spec.Network,
            spec.PidMode,
            spec.CapAdd,
            spec.CapDrop,
            spec.SecurityOptions,
            spec.Ulimits,
            spec.ReadonlyRootfs,
            spec.AutoRemove,
            Init: false,
            spec.Tmpfs,
            spec.Sysctls,
            spec.LogDriver is { } driver ? new LogConfigBody(driver) : null),
        spec is { Network: { } network, Ipv4Address: { } address }
            ? new NetworkingConfigBody(new Dictionary<string, EndpointBody> { [network] = new(new EndpointAddressBody(address)) })
            : null);
}

/// <summary>What the engine writes as an empty object.</summary>
internal sealed record EmptyBody;

/// <summary>The part of a container that is the machine's.</summary>
internal sealed record HostConfigBody(
    string? NetworkMode,
    string? PidMode,
    IReadOnlyList<string> CapAdd,
    IReadOnlyList<string> CapDrop,
    [property: JsonPropertyName("SecurityOpt")] IReadOnlyList<string> SecurityOptions,
    IReadOnlyList<Ulimit> Ulimits,
    bool ReadonlyRootfs,
    bool AutoRemove,
    bool Init,
    IReadOnlyDictionary<string, string> Tmpfs,
    IReadOnlyDictionary<string, string> Sysctls,
    LogConfigBody? LogConfig);

/// <summary>Where output is kept.</summary>
internal sealed record LogConfigBody(string Type);

/// <summary>The networks of a container.</summary>
internal sealed record NetworkingConfigBody(IReadOnlyDictionary<string, EndpointBody> EndpointsConfig);

/// <summary>A container's place in a network.</summary>
internal sealed record EndpointBody([property: JsonPropertyName("IPAMConfig")] EndpointAddressBody Addresses);

/// <summary>A container's address in a network.</summary>
internal sealed record EndpointAddressBody(string IPv4Address);
