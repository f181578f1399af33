namespace Repro.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class RepositoryRoot
{
    public static string Directory { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Directory, .. parts]);

    /// <summary>The C# files below a folder of the repository, as written: nothing that a build made.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folder) => System.IO.Directory
        .EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Directory, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Find(string? directory) => directory switch
    {
        null => throw new DirectoryNotFoundException($"Repro.sln is not above {AppContext.BaseDirectory}"),
        _ when File.Exists(Path.Combine(directory, "Repro.sln")) => directory,
        _ => Find(Path.GetDirectoryName(directory)),
    };
}
