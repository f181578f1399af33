using Repro.Proxies;

namespace Repro.Labs;

/// <summary>
/// A kind of lab: all that differs between it and the others. There are no defaults, so that a new kind has to answer every question.
/// </summary>
internal interface ILabKind
{
    /// <summary>Its word on command lines and in results.</summary>
    string Name { get; }

    /// <summary>What its hosts are, for help: <c>network namespaces of this machine</c>.</summary>
    string Summary { get; }

    /// <summary>Whether its hosts have this process' kernel, processors and limits; where not, a node is asked what they have.</summary>
    bool IsHere { get; }

    /// <summary>Whether this program has to run inside of a <see cref="Netns.Sandbox"/> for it.</summary>
    bool NeedsSandbox { get; }

    /// <summary>What a host takes from the machine beyond what its node takes by itself, as a factor.</summary>
    double HostOverhead { get; }

    /// <summary>Why it can't have such a host, as the beginning of a sentence; null where it can.</summary>
    string? WhyNot(HostSpec host);

    /// <summary>
    /// Tries out what each set of sysctls reads back as in a host: by name and with single spaces, without those that there are not. Null
    /// where that takes a lab.
    /// </summary>
    Task<IReadOnlyList<IReadOnlyDictionary<string, string>>?> TrySysctlsAsync(
        IEnumerable<IReadOnlyDictionary<string, string>> sets, CancellationToken cancellationToken);

    /// <summary>Gets the place ready where the labs of a run are brought up.</summary>
    /// <param name="proxies">Programs that proxies are, and which have to be there.</param>
    /// <param name="say">Told what takes long, in a sentence each.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the opening; what was begun is taken down.</param>
    /// <exception cref="ReproException">No lab can be had, or a proxy is missing.</exception>
    Task<ILabSite> OpenAsync(
        IReadOnlyList<IProxyProgram> proxies, Action<string> say, TimeProvider time, CancellationToken cancellationToken);
}
