using System.Net.Sockets;

namespace Repro.Labs;

/// <summary>Where the labs of a run are brought up. Disposing it takes away what they had in common.</summary>
internal interface ILabSite : IAsyncDisposable
{
    /// <summary>The software that makes its hosts, with its version; null where that is the kernel.</summary>
    string? Software { get; }

    /// <summary>Versions of the programs that are proxies, by name.</summary>
    IReadOnlyDictionary<string, string> ProxyVersions { get; }

    /// <summary>Cancelled when no lab can be had here any more; <see cref="Failure"/> says why.</summary>
    CancellationToken Lost { get; }

    /// <summary>What <see cref="Lost"/> came of; null until then.</summary>
    ReproException? Failure { get; }

    /// <summary>A lab that can be brought up.</summary>
    /// <param name="name">Sets it apart from others of the run.</param>
    /// <param name="hosts">Its hosts.</param>
    /// <param name="family">What their addresses are: IPv4 or IPv6.</param>
    ILab CreateLab(string name, IReadOnlyList<HostSpec> hosts, AddressFamily family);

    /// <summary>The failure that a node here does not do what it should, with what to do about that.</summary>
    /// <param name="how">What it did instead, as the end of a sentence.</param>
    ReproException BadNode(string how);
}
