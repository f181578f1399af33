using System.ComponentModel;
using Repro.Linux;

namespace Repro.Labs.Netns;

/// <summary>Tries sysctls in a network namespace that is made for it and gone afterwards, as a lab's hosts are.</summary>
internal static class SysctlProbe
{
    // As an ordinary user first: where root may have either, a lab takes this one too (Sandbox).
    private static readonly string[][] Ways = [["--user", "--map-root-user", "--net"], ["--net"]];

    /// <summary>
    /// What each set of sysctls reads back as, by name and with single spaces; what there is not is left out. Null where no namespace can
    /// be had.
    /// </summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>?> TryAsync(
        IEnumerable<IReadOnlyDictionary<string, string>> sets, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || Tool.Missing().Count > 0)
        {
            return null;
        }

        var result = new List<IReadOnlyDictionary<string, string>>();
        foreach (var set in sets)
        {
            if (await TryAsync(set, cancellationToken) is not { } read)
            {
                return null;
            }

            result.Add(read);
        }

        return result;
    }

    private static async Task<IReadOnlyDictionary<string, string>?> TryAsync(
        IReadOnlyDictionary<string, string> set, CancellationToken cancellationToken)
    {
        var arguments = set.SelectMany(pair => new[] { SysctlFile.PathOf(pair.Key), pair.Value }).ToList();
        foreach (var way in Ways)
        {
            try
            {
                var (exitCode, output, _) = await Subprocess.RunAsync(
                    "unshare", [.. way, "sh", "-c", SysctlScript.Write, "sh", .. arguments], "", cancellationToken);
                if (exitCode == 0)
                {
                    var read = SysctlScript.Read(output);
                    return set.Keys.Where(name => read.ContainsKey(SysctlFile.PathOf(name)))
                        .ToDictionary(name => name, name => read[SysctlFile.PathOf(name)]);
                }
            }
            catch (Exception exception) when (exception is Win32Exception or IOException)
            {
                // No process can be had here, and no lab either: its own error says more.
                return null;
            }
        }

        return null;
    }
}
