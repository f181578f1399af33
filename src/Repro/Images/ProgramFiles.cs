using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Repro.Images;

/// <summary>The files of a program of .NET: Repro as it runs, or as it was published.</summary>
/// <param name="Folder">Its own.</param>
internal sealed record ProgramFiles(string Folder)
{
    private const string ProgramName = "repro";
    private const string AssemblyName = "repro.dll";
    private const string Framework = "Microsoft.NETCore.App";

    /// <summary>
    /// How assemblies begin that only the machine that drives a run loads: its client of the engine. lab/.dockerignore has the same.
    /// </summary>
    public static readonly string[] NotForNodes =
    [
        "Docker.DotNet", "HarfBuzzSharp", "Microsoft.Extensions", "Microsoft.Net.Http.Client", "ScottPlot", "SkiaSharp",
        "libHarfBuzzSharp", "libSkiaSharp",
    ];

    /// <summary>This program, as it runs.</summary>
    public static ProgramFiles Running { get; } = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>This program's processor, as in a runtime identifier: <c>x64</c>.</summary>
    public static string Architecture { get; } = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>This program's version.</summary>
    public static string Version { get; } = typeof(ProgramFiles).Assembly.GetName().Version!.ToString(3);

    /// <summary>Whether the program's folder has the runtime too, or needs none.</summary>
    public bool IsSelfContained => IsOneFile || File.Exists(Path.Combine(Folder, "libcoreclr.so"));

    /// <summary>
    /// What of the folder a node needs: by name, as people also put other things beside programs. Not the list of the program's files
    /// either, all of which .NET's host would insist on; without it the host takes those that are there.
    /// </summary>
    public IReadOnlyList<string> OfNode =>
    [
        .. Directory.EnumerateFiles(Folder)
            .Where(file => IsOfNode(Path.GetFileName(file)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// What tells one build from another: the module version ids of the program's assemblies, which the compiler makes anew for each, and
    /// the runtime's version; of one file, a digest of it.
    /// </summary>
    public IReadOnlyList<string> Identity => IsOneFile
        ? [Digest(ProgramName)]
        : [$"{ModuleVersion(AssemblyName)}", $"{ModuleVersion("Repro.Core.dll")}", $"{Environment.Version}"];

    /// <summary>The installed runtime that this program runs on, as paths below the root of an installation, and their files.</summary>
    /// <remarks>Without the other frameworks and the command <c>dotnet</c>, which the program's own host does without.</remarks>
    public static IReadOnlyList<(string Path, string File)> Runtime()
    {
        var framework = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var root = Path.GetFullPath(Path.Combine(framework, "..", "..", ".."));
        var version = Path.GetFileName(framework);
        // The host is of the newest version, which is the runtime's own unless a newer one was installed beside it.
        var resolver = Directory.EnumerateFiles(Path.Combine(root, "host", "fxr"), "libhostfxr.so", SearchOption.AllDirectories)
            .OrderBy(file => Path.GetFileName(Path.GetDirectoryName(file)) == version)
            .Last();
        return
        [
            ($"host/fxr/{version}/libhostfxr.so", resolver),
            .. Directory.EnumerateFiles(framework).Select(file => ($"shared/{Framework}/{version}/{Path.GetFileName(file)}", file)),
        ];
    }

    // Compiled to machine code, or bundled with its runtime.
    private bool IsOneFile => !File.Exists(Path.Combine(Folder, AssemblyName));

    private static bool IsOfNode(string name) => name is ProgramName or "repro.runtimeconfig.json"
        || (Path.GetExtension(name) is ".dll" or ".so" && !NotForNodes.Any(start => name.StartsWith(start, StringComparison.Ordinal)));

    private string Digest(string name)
    {
        using var file = File.OpenRead(Path.Combine(Folder, name));
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private Guid ModuleVersion(string name)
    {
        using var assembly = new PEReader(File.OpenRead(Path.Combine(Folder, name)));
        var metadata = assembly.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
