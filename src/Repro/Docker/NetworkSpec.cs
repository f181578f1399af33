namespace Repro.Docker;

/// <summary>A network as it is asked for.</summary>
internal sealed record NetworkSpec
{
    public required string Name { get; init; }

    public string Driver { get; init; } = "bridge";

    /// <summary>Whether it has no way out.</summary>
    public bool Internal { get; init; }

    /// <summary>In CIDR; null lets the engine choose.</summary>
    public string? Subnet { get; init; }

    /// <summary>The address of the bridge; null lets the engine choose.</summary>
    public string? Gateway { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Of the driver: <c>com.docker.network.bridge.name</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}

/// <summary>A network that is there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Created">When.</param>
/// <param name="Labels">All of them.</param>
/// <param name="Subnets">In CIDR.</param>
internal sealed record NetworkFacts(
    string Id, string Name, DateTimeOffset Created, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Subnets);
