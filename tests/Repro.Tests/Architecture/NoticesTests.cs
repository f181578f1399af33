using System.Text.Json.Nodes;

namespace Repro.Tests.Architecture;

public sealed class NoticesTests
{
    // They work while a build is made, and are not in it.
    private static readonly string[] BuildTools =
        ["Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    [Fact]
    public void Every_library_that_is_shipped_has_its_notice_and_no_other_has()
    {
        var locked = JsonNode.Parse(File.ReadAllText(RepositoryRoot.PathOf("src", "Repro.Cli", "packages.lock.json")))!;
        var shipped = locked["dependencies"]!.AsObject().SelectMany(target => target.Value!.AsObject())
            .Where(package => (string?)package.Value!["type"] != "Project").Select(package => package.Key).Except(BuildTools).Distinct();
        var noticed = File.ReadLines(RepositoryRoot.PathOf("THIRD-PARTY-NOTICES.md")).Where(line => line.StartsWith('|')).Skip(2)
            .SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries));

        Assert.Equal(shipped.Order(StringComparer.Ordinal), noticed.Order(StringComparer.Ordinal));
    }
}
