using System.Text.RegularExpressions;

namespace Repro;

/// <summary>A server that somebody else made, as a program of this machine.</summary>
/// <param name="Path">Where.</param>
/// <param name="Version">As it says: <c>1.22.1</c>, <c>2.6.12-1+deb12u4</c>.</param>
internal sealed partial record ServerProgram(string Path, string Version)
{
    /// <summary>Where packages put servers, and which are on the PATH of few users.</summary>
    public static readonly string[] Folders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Its path, on the PATH or among the servers; null where there is none.</summary>
    public static string? PathOf(string name) => OperatingSystem.IsLinux() ? Subprocess.Find(name, Folders) : null;

    /// <summary>Finds it; null where there is none.</summary>
    /// <exception cref="ReproException">It is there and does not run.</exception>
    public static async Task<ServerProgram?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (PathOf(name) is not { } path)
        {
            return null;
        }

        // nginx writes to standard error.
        var (exitCode, output, errors) = await Subprocess.RunAsync(path, ["-v"], "", cancellationToken);
        return exitCode == 0 && ParseVersion(output + errors) is { } version
            ? new ServerProgram(path, version)
            : throw new ReproException(
                FailureKind.NoLab, $"{path} -v failed (exit code {exitCode}): {errors}", $"Install {name} again, or put another one first on the PATH.");
    }

    /// <summary>The version in what the program says with -v; null where it says none.</summary>
    public static string? ParseVersion(string text) =>
        VersionNumber().Match(text) is { Success: true } match ? match.Groups["version"].Value : null;

    [GeneratedRegex(@"version:?\s+(\w+/)?(?<version>\d[^\s,]*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex VersionNumber();
}
