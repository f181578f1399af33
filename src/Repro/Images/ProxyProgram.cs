using System.Text.RegularExpressions;

namespace Repro.Images;

/// <summary>A proxy's program on this machine.</summary>
/// <param name="Path">Where.</param>
/// <param name="Version">As it says: <c>1.22.1</c>, <c>2.6.12-1+deb12u4</c>.</param>
internal sealed partial record ProxyProgram(string Path, string Version)
{
    /// <summary>Finds it on the PATH or among the system's programs, which are on the PATH of few users; null where there is none.</summary>
    public static async Task<ProxyProgram?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || Subprocess.Find(name, "/usr/sbin", "/usr/local/sbin", "/sbin") is not { } path)
        {
            return null;
        }

        // nginx writes to standard error.
        var (_, output, errors) = await Subprocess.RunAsync(path, ["-v"], "", cancellationToken);
        return new ProxyProgram(path, ParseVersion(output + errors) ?? "unknown");
    }

    /// <summary>The version in what the program says with -v; null where it says none.</summary>
    public static string? ParseVersion(string text) =>
        VersionNumber().Match(text) is { Success: true } match ? match.Groups["version"].Value : null;

    [GeneratedRegex(@"version:?\s+(\w+/)?(?<version>\d[^\s,]*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex VersionNumber();
}
