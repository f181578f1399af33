using Repro.Planning;
using Repro.Proxies;

namespace Repro.Preflight;

/// <summary>The proxies that a plan needs as programs of their own.</summary>
public static class ProxyVersions
{
    /// <summary>Finds them on this machine, before anything is run: a case in the middle would be a bad moment to miss one.</summary>
    /// <returns>Version by name; empty where no case needs one.</returns>
    /// <exception cref="ReproException">One is missing.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(Plan plan, CancellationToken cancellationToken)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var program in ProgramsIn(plan))
        {
            versions[program.Name] = (await program.FindAsync(cancellationToken))?.Version ?? throw new ReproException(
                FailureKind.NoLab,
                $"{program.Name} is neither on the PATH nor in {string.Join(", ", InstalledProgram.Folders)}, and the scenario asks for it (proxy.kind).",
                $"Install it; on Debian and Ubuntu: sudo apt-get install {program.Name}.");
        }

        return versions;
    }

    /// <summary>The programs that a plan needs for its proxies.</summary>
    internal static IReadOnlyList<IProxyProgram> ProgramsIn(Plan plan) =>
    [
        .. plan.Cases.Where(planned => planned.PredictedOnly is null).Select(planned => ProxyKinds.Of(planned.Conditions.Proxy).Program)
            .OfType<IProxyProgram>().Distinct(),
    ];
}
