using Repro.Proxies;

namespace Repro.Labs.Netns;

/// <summary>Network namespaces of this machine, inside of a <see cref="Sandbox"/>.</summary>
internal sealed class NetnsKind : ILabKind
{
    public string Name => "netns";

    public string Summary => "network namespaces of this machine";

    public bool IsHere => true;

    public bool NeedsSandbox => true;

    public double HostOverhead => 1;

    public string? WhyNot(HostSpec host) => null;

    public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>?> TrySysctlsAsync(
        IEnumerable<IReadOnlyDictionary<string, string>> sets, CancellationToken cancellationToken) =>
            SysctlProbe.TryAsync(sets, cancellationToken);

    public async Task<ILabSite> OpenAsync(
        IReadOnlyList<IProxyProgram> proxies, Action<string> say, TimeProvider time, CancellationToken cancellationToken)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var program in proxies)
        {
            versions[program.Name] = (await program.FindAsync(cancellationToken))?.Version ?? throw Missing(program);
        }

        return new NetnsSite(versions);
    }

    /// <summary>Why there is no lab for a scenario whose proxy is a program that is not installed.</summary>
    public static ReproException Missing(IProxyProgram program) => new(
        FailureKind.NoLab,
        $"{program.Name} is neither on the PATH nor in {string.Join(", ", InstalledProgram.Folders)}, and the scenario asks for "
            + "it (proxy.kind).",
        $"Install it; on Debian and Ubuntu: sudo apt-get install {program.Name}.");
}
