namespace Repro.Tests.Scenarios;

/// <summary>The scenarios of the repository, those of incidents among them.</summary>
internal static class ShippedScenarios
{
    /// <summary>Their files, ascending, within the folder of scenarios.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.GetFiles(RepositoryRoot.PathOf("scenarios"), "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryRoot.PathOf("scenarios"), file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of one.</summary>
    public static string Text(string file) => File.ReadAllText(RepositoryRoot.PathOf("scenarios", file));
}
