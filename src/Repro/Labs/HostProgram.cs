using System.Text.RegularExpressions;

namespace Repro.Labs;

/// <summary>A program that somebody else made, on this machine.</summary>
internal static partial class HostProgram
{
    // Where packages put servers, and which an ordinary user's PATH may lack.
    private static readonly string[] ServerFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Its path.</summary>
    /// <exception cref="ReproException">It is not installed.</exception>
    public static string PathOf(string name) => Tool.Find(name, ServerFolders) ?? throw new ReproException(
        FailureKind.NoLab,
        $"{name} is neither on the PATH nor in {string.Join(", ", ServerFolders)}, and the scenario asks for it (proxy.kind).",
        $"Install it; on Debian and Ubuntu: sudo apt-get install {name}.");

    /// <summary>Its version, as it says itself.</summary>
    /// <exception cref="ReproException">It is not installed, or does not run.</exception>
    public static async Task<string> VersionAsync(string name, CancellationToken cancellationToken)
    {
        // nginx says it on standard error.
        var (exitCode, output, errors) = await Tool.RunAsync(PathOf(name), ["-v"], "", cancellationToken);
        return exitCode == 0 && VersionIn(output + errors) is { } version
            ? version
            : throw new ReproException(
                FailureKind.NoLab, $"{PathOf(name)} -v failed (exit code {exitCode}): {errors}", $"Install {name} again, or put another one first on the PATH.");
    }

    /// <summary>The version in what a program says; null where there is none.</summary>
    internal static string? VersionIn(string text) => Version().Match(text) is { Success: true } version ? version.Value : null;

    [GeneratedRegex(@"[0-9]+\.[0-9]+(\.[0-9]+)*(-[0-9A-Za-z.+~-]+)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
