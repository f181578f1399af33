namespace Repro.Traffic;

/// <summary>What the proxy does.</summary>
internal sealed record ProxySpec : OpenerSpec
{
    /// <summary>Where it listens.</summary>
    public required Endpoint Listen { get; init; }
}
