namespace Repro.Images;

/// <summary>A self-contained publish of Repro for Linux: this program, if it is one, else made from the sources above it.</summary>
internal sealed class Publish : IDisposable
{
    private const string Solution = "Repro.sln";

    private readonly string architecture;
    private readonly string? dotnet;
    private readonly string? sources;
    private readonly DirectoryInfo? folder;

    private Publish(string architecture, string? dotnet, string? sources)
    {
        this.architecture = architecture;
        this.dotnet = dotnet;
        this.sources = sources;
        folder = sources is null ? null : Directory.CreateTempSubdirectory("repro-publish-");
    }

    /// <summary>Finds out how it is to be had.</summary>
    /// <param name="architecture">For which, as in a runtime identifier: <c>x64</c>.</param>
    /// <exception cref="ImageUnavailableException">It is not.</exception>
    public static Publish Find(string architecture)
    {
        if (OperatingSystem.IsLinux() && ProgramFiles.Running.IsSelfContained && ProgramFiles.Architecture == architecture)
        {
            return new Publish(architecture, null, null);
        }

        if (Subprocess.Find(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet") is not { } dotnet)
        {
            throw None("the .NET SDK is not on the PATH");
        }

        return SourcesAbove(ProgramFiles.Running.Folder) is { } sources
            ? new Publish(architecture, dotnet, sources)
            : throw None($"the sources are not above {ProgramFiles.Running.Folder}");
    }

    /// <summary>Publishes, if this program is not what is wanted.</summary>
    /// <returns>The published program; what had to be made goes with disposing.</returns>
    public async Task<ProgramFiles> MakeAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (dotnet is null || sources is null || folder is null)
        {
            return ProgramFiles.Running;
        }

        say($"repro: publishing {sources} for linux-{architecture}");
        var output = Path.Combine(folder.FullName, "publish");
        var (exitCode, text, _) = await Subprocess.RunAsync(
            dotnet,
            [
                "publish", Path.Combine(sources, "src", "Repro.Cli"), "-c", "Release", "-r", $"linux-{architecture}", "--self-contained",
                "-o", output, "--artifacts-path", Path.Combine(folder.FullName, "artifacts"),
                // The sources' own lock files and builds stay as they are, and nothing stays behind.
                "-nodeReuse:false", "-p:NuGetLockFilePath=obj/publish.lock.json", "-p:RestoreLockedMode=false",
            ],
            "",
            cancellationToken);
        return exitCode == 0
            ? new ProgramFiles(output)
            : throw new ImageUnavailableException(
                $"dotnet publish failed with exit code {exitCode}: {FirstError(text)}",
                $"See what dotnet publish -c Release -r linux-{architecture} --self-contained src/Repro.Cli says in {sources}.");
    }

    public void Dispose() => folder?.Delete(recursive: true);

    private static ImageUnavailableException None(string cause) => new(
        $"this program is no self-contained publish for Linux, and can't be published here, as {cause}",
        "Run repro lab image from the sources, with the .NET SDK installed (https://dot.net).");

    private static string? SourcesAbove(string? directory) => directory switch
    {
        null => null,
        _ when File.Exists(Path.Combine(directory, Solution)) => directory,
        _ => SourcesAbove(Path.GetDirectoryName(directory)),
    };

    private static string FirstError(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "it said nothing";
    }
}
