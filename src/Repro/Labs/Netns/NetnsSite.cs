using System.Net.Sockets;

namespace Repro.Labs.Netns;

/// <summary>This machine, inside of a <see cref="Sandbox"/>, which takes everything away by itself.</summary>
/// <param name="ProxyVersions">Versions of the programs that are proxies.</param>
internal sealed record NetnsSite(IReadOnlyDictionary<string, string> ProxyVersions) : ILabSite
{
    public string? Software => null;

    public CancellationToken Lost => CancellationToken.None;

    public ReproException? Failure => null;

    public ILab CreateLab(string name, IReadOnlyList<HostSpec> hosts, AddressFamily family) => new NetnsLab(name, hosts, family);

    public ReproException BadNode(string how) => new(
        FailureKind.NoLab,
        $"A node of this program {how}.",
        "See whether its files are as they were when it was started, and run it again.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
