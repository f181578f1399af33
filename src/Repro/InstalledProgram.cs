using System.Text.RegularExpressions;

namespace Repro;

/// <summary>A program that somebody else made, as it is installed on this machine.</summary>
/// <param name="Path">The path of its file.</param>
/// <param name="Version">As it says: <c>1.22.1</c>, <c>2.6.12-1+deb12u4</c>.</param>
internal sealed partial record InstalledProgram(string Path, string Version)
{
    /// <summary>Where packages put servers, and which are on the PATH of few users.</summary>
    public static readonly string[] Folders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Its path, on the PATH or among the servers; null where there is none.</summary>
    public static string? PathOf(string name) => OperatingSystem.IsLinux() ? Subprocess.Find(name, Folders) : null;

    /// <summary>Finds it and asks for its version; null where there is none.</summary>
    /// <param name="name">The program's name.</param>
    /// <param name="versionArguments">What has it say its version.</param>
    /// <param name="parseVersion">Finds the version in what it says; null where there is none.</param>
    /// <param name="cancellationToken">Kills the program, which was to say its version.</param>
    /// <exception cref="ReproException">It is there and does not say its version.</exception>
    public static async Task<InstalledProgram?> FindAsync(
        string name, IReadOnlyList<string> versionArguments, Func<string, string?> parseVersion, CancellationToken cancellationToken)
    {
        if (PathOf(name) is not { } path)
        {
            return null;
        }

        // Some say it on standard error.
        var (exitCode, output, errors) = await Subprocess.RunAsync(path, versionArguments, "", cancellationToken);
        return exitCode == 0 && parseVersion(output + errors) is { } version
            ? new InstalledProgram(path, version)
            : throw new ReproException(
                FailureKind.NoLab,
                $"{path} {string.Join(' ', versionArguments)} failed (exit code {exitCode}): {errors}",
                $"Install {name} again, or put another one first on the PATH.");
    }

    /// <summary>The version that follows the word in a text, like <c>nginx version: nginx/1.22.1</c>; null where there is none.</summary>
    public static string? VersionAfterTheWord(string text) =>
        VersionNumber().Match(text) is { Success: true } match ? match.Groups["version"].Value : null;

    [GeneratedRegex(@"version:?\s+(\w+/)?(?<version>\d[^\s,]*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex VersionNumber();
}
