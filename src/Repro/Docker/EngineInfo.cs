namespace Repro.Docker;

/// <summary>An engine and the machine that it runs on.</summary>
/// <param name="Product"><c>Docker Engine</c> or <c>Podman</c>.</param>
/// <param name="Version">The engine's own: <c>28.2.2</c>.</param>
/// <param name="ApiVersion">The version of its API that is spoken: <c>1.47</c>.</param>
/// <param name="Architecture">As the engine says it: <c>x86_64</c>, <c>aarch64</c>.</param>
internal sealed record EngineInfo(string Product, string Version, string ApiVersion, string Architecture)
{
    /// <summary>Whether it runs as an ordinary user.</summary>
    public bool IsRootless { get; init; }
}
