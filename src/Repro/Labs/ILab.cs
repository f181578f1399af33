namespace Repro.Labs;

/// <summary>Hosts joined by a network of their own. Disposing it takes everything down, whatever state it is in.</summary>
internal interface ILab : IAsyncDisposable
{
    /// <summary>Brings all hosts up, joined and with their sysctls set and read back.</summary>
    /// <exception cref="ReproException">A step failed; what was half built goes when the lab is disposed.</exception>
    Task<IReadOnlyList<LabHost>> UpAsync(CancellationToken cancellationToken);

    /// <summary>Starts this program in a host, as <c>repro node ROLE</c>.</summary>
    IHostProcess StartNode(string host, string role);

    /// <summary>Starts a server in a host, with its configuration in a folder that goes with the lab.</summary>
    /// <exception cref="ReproException">It can't be started.</exception>
    Task<IHostProcess> StartServerAsync(string host, ServerSpec server, CancellationToken cancellationToken);
}
