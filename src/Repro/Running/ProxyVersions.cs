using Repro.Planning;

namespace Repro.Running;

/// <summary>The foreign proxies that a plan needs.</summary>
public static class ProxyVersions
{
    /// <summary>Finds them on this machine, before anything is run: a case in the middle would be a bad moment to miss one.</summary>
    /// <returns>Version by name; empty where all cases use the builtin proxy.</returns>
    /// <exception cref="ReproException">One is missing.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(Plan plan, CancellationToken cancellationToken)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in NamesIn(plan))
        {
            versions[name] = (await ServerProgram.FindAsync(name, cancellationToken))?.Version ?? throw new ReproException(
                FailureKind.NoLab,
                $"{name} is neither on the PATH nor in {string.Join(", ", ServerProgram.Folders)}, and the scenario asks for it (proxy.kind).",
                $"Install it; on Debian and Ubuntu: sudo apt-get install {name}.");
        }

        return versions;
    }

    /// <summary>Names of the foreign proxies of a plan.</summary>
    public static IReadOnlyList<string> NamesIn(Plan plan) =>
    [
        .. plan.Cases.Where(planned => planned.PredictedOnly is null).Select(planned => ForeignProxy.Name(planned.Conditions.Proxy.Kind))
            .OfType<string>().Distinct(),
    ];
}
