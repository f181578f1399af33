using Repro.Model;
using Repro.Traffic;

namespace Repro.Proxies;

/// <summary>A proxy that is a program of its own: how it is found, started and listened to.</summary>
internal interface IProxyProgram
{
    /// <summary>Name of the program, and of its package.</summary>
    string Name { get; }

    /// <summary>The image of a registry that has it, its entry point being the program.</summary>
    string BaseImage { get; }

    /// <summary>The arguments that have it say its version.</summary>
    IReadOnlyList<string> VersionArguments { get; }

    /// <summary>Name of its configuration file.</summary>
    string ConfigurationName { get; }

    /// <summary>The version in what it says when it is asked; null where there is none.</summary>
    string? ParseVersion(string said);

    /// <summary>Its configuration, for conditions that it does not refuse.</summary>
    /// <param name="spec">What the proxy does.</param>
    /// <param name="mode">What it understands of what it passes on.</param>
    /// <param name="descriptors">Descriptors that it may use.</param>
    string Configure(ProxySpec spec, ProxyMode mode, int descriptors);

    /// <summary>
    /// Its arguments. It stays in the foreground, as one process, needs no user of its own, and sends its log to
    /// <see cref="LogSocket.Address"/>.
    /// </summary>
    /// <param name="file">Its configuration, by its whole path.</param>
    /// <param name="folder">Where it may write.</param>
    IReadOnlyList<string> Arguments(string file, string folder);

    /// <summary>Begins to read its log.</summary>
    IProxyLog OpenLog();

    /// <summary>Finds it on this machine, with its version; null where it is not installed.</summary>
    /// <exception cref="ReproException">It is there and does not say its version.</exception>
    sealed Task<InstalledProgram?> FindAsync(CancellationToken cancellationToken) =>
        InstalledProgram.FindAsync(Name, VersionArguments, ParseVersion, cancellationToken);
}
