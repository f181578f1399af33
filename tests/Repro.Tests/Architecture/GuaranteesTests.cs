using System.Text.RegularExpressions;

namespace Repro.Tests.Architecture;

/// <summary>What docs/guarantees.md promises is held by tests that exist.</summary>
public sealed partial class GuaranteesTests
{
    private static readonly string[] Rows = [.. File.ReadAllLines(RepositoryRoot.PathOf("docs", "guarantees.md"))
        .Where(line => line.StartsWith("| **", StringComparison.Ordinal))];

    [Fact]
    public void Every_promise_names_its_tests()
    {
        Assert.True(Rows.Length >= 5);
        Assert.All(Rows, row => Assert.Matches(TestName(), row));
    }

    [Fact]
    public void Every_test_that_a_promise_names_exists()
    {
        var tests = RepositoryRoot.SourceFiles("tests").ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        Assert.All(Rows.SelectMany(row => TestName().Matches(row)), name => Assert.True(
            tests[name.Groups["class"].Value].Any(code =>
                Regex.IsMatch(code, $@"(Fact|Theory)\]\s[^;]*\b(void|Task) {name.Groups["method"].Value}\(")),
            $"{name.Value} is no test"));
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();
}
