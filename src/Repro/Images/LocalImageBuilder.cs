using Repro.Proxies;

namespace Repro.Images;

/// <summary>
/// An image of this machine's own files: a program, what it needs of .NET, and the libraries that the loader finds for them; no shell, and
/// nothing else. No registry is asked.
/// </summary>
internal static class LocalImageBuilder
{
    /// <summary>Where an apt-get of .NET puts it; for the image alone, wherever it is here.</summary>
    private const string RuntimeRoot = "/usr/share/dotnet";

    // Beyond the loader's own places, this is how it finds the libraries.
    private const string LoaderCache = "/etc/ld.so.cache";

    /// <summary>Makes the image and hands it to the engine.</summary>
    /// <param name="build">What to make.</param>
    /// <param name="because">Why no registry is asked, as a clause.</param>
    /// <param name="cancellationToken">Cancels the import; the engine has no new image then.</param>
    /// <exception cref="ImageUnavailableException">This machine lacks the files.</exception>
    public static async Task<LabImage> MakeAsync(ImageBuild build, string because, CancellationToken cancellationToken)
    {
        Check(build);
        var archive = new Archive();
        var (from, version, settings) = build.Kind.Proxy is { } proxy
            ? await AddProxyAsync(archive, proxy, cancellationToken)
            : (AddRepro(archive), ProgramFiles.Version, ProgramFiles.Running.IsSelfContained ? [] : [$"ENV DOTNET_ROOT={RuntimeRoot}"]);
        await AddSystemAsync(archive, cancellationToken);

        build.Say($"{build.Kind.Name}: sending {Noun.Counted(archive.Paths.Count(), "file")} of this machine to {build.Engine.Where}");
        await using var tar = await archive.PackAsync(cancellationToken);
        await build.Engine.Images.ImportAsync(
            tar,
            build.Reference,
            [.. build.Kind.Settings, .. settings, build.Labels(ImageSource.Machine, from, version)],
            cancellationToken);
        return new LabImage(build.Kind.Name, build.Reference, ImageSource.Machine, from, version, because);
    }

    private static void Check(ImageBuild build)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new ImageUnavailableException("only a Linux machine has the files for an image without a registry", "Make it on Linux.");
        }

        if (ProgramFiles.Architecture != build.Architecture)
        {
            throw new ImageUnavailableException(
                $"this machine's files are for {ProgramFiles.Architecture}, and {build.Engine.Where} runs on {build.Architecture}",
                "Make the image on a machine like the engine's.");
        }

        if (Subprocess.Find("ldd") is null)
        {
            throw new ImageUnavailableException(
                "ldd, which finds the libraries for an image without a registry, is not on the PATH",
                "Install libc-bin (glibc-common on Fedora).");
        }
    }

    private static string AddRepro(Archive archive)
    {
        var program = ProgramFiles.Running;
        foreach (var file in program.OfNode)
        {
            archive.AddFile($"/opt/repro/{Path.GetFileName(file)}", file);
        }

        foreach (var (path, file) in program.IsSelfContained ? [] : ProgramFiles.Runtime())
        {
            archive.AddFile($"{RuntimeRoot}/{path}", file);
        }

        return program.Folder;
    }

    private static async Task<(string From, string Version, string[] Settings)> AddProxyAsync(
        Archive archive, IProxyProgram proxy, CancellationToken cancellationToken)
    {
        var program = await proxy.FindAsync(cancellationToken) ?? throw new ImageUnavailableException(
            $"{proxy.Name} is not on this machine's PATH", $"Install it for an image without a registry (apt-get install {proxy.Name}).");
        archive.AddFile($"/usr/sbin/{proxy.Name}", program.Path);
        return (program.Path, program.Version, []);
    }

    private static async Task AddSystemAsync(Archive archive, CancellationToken cancellationToken)
    {
        foreach (var library in await NativeLibraries.OfAsync([.. archive.Sources], cancellationToken))
        {
            archive.AddFile(library, library);
        }

        if (File.Exists(LoaderCache))
        {
            archive.AddFile(LoaderCache, LoaderCache);
        }

        archive.AddText("/etc/passwd", "root:x:0:0:root:/:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n");
        archive.AddText("/etc/group", "root:x:0:\nnogroup:x:65534:\n");
        archive.AddScratch("/tmp");
    }
}
