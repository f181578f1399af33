using System.Text.Json.Nodes;

namespace Repro.Tests.Architecture;

public sealed class NoticesTests
{
    // Beside the compiler, and not in a build.
    private static readonly string[] Analyzers = ["Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    [Fact]
    public void Every_library_that_is_shipped_has_its_notice_and_no_other_has()
    {
        var locked = JsonNode.Parse(File.ReadAllText(RepositoryRoot.PathOf("src", "Repro.Cli", "packages.lock.json")))!;
        var shipped = locked["dependencies"]!.AsObject().SelectMany(target => target.Value!.AsObject())
            .Where(package => (string?)package.Value!["type"] != "Project").Select(package => package.Key).Except(Analyzers).Distinct();
        var noticed = File.ReadLines(RepositoryRoot.PathOf("THIRD-PARTY-NOTICES.md")).Where(line => line.StartsWith('|')).Skip(2)
            .SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries));

        Assert.Equal(shipped.Order(StringComparer.Ordinal), noticed.Order(StringComparer.Ordinal));
    }
}
