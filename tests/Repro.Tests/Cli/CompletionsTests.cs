using System.CommandLine;
using Repro.Cli;
using Repro.Planning;

namespace Repro.Tests.Cli;

public sealed class CompletionsTests
{
    private static readonly RootCommand Root = Verbs.Create([]);

    [Theory]
    [InlineData("val", "validate")]
    [InlineData("run x.yaml --ju", "--junit")]
    [InlineData("run --lab ", "docker, netns")]
    [InlineData("init --shape d", "direct")]
    [InlineData("mitigations tw-reuse-f", "tw-reuse-fast")]
    [InlineData("diff a b --figure requestLat", "requestLatencyP50, requestLatencyP99")]
    [InlineData("completion z", "zsh")]
    [InlineData("lab pr", "proxy, prune")]
    public void A_word_is_completed(string line, string words) => Assert.Equal(words, Completed(line));

    [Fact]
    public void Each_mitigation_of_the_catalogue_is_one() =>
        Assert.Superset(Catalogue.All.Select(mitigation => mitigation.Name).ToHashSet(), Completed("mitigations ").Split(", ").ToHashSet());

    [Fact]
    public void Files_are_scenarios_and_folders_and_runs_are_folders()
    {
        var scenarios = RepositoryRoot.PathOf("scenarios");

        Assert.Equal($"{scenarios}/quick.yaml", Completed($"run {scenarios}/qu"));
        Assert.Equal($"{scenarios}/", Completed($"run {scenarios}"));
        Assert.Equal("", Completed($"run {scenarios}/scenario.sch"));
        Assert.Equal($"{RepositoryRoot.PathOf("results")}/example/", Completed($"report {RepositoryRoot.PathOf("results")}/ex"));
        Assert.Equal("", Completed($"report {RepositoryRoot.PathOf("READ")}"));
    }

    [Fact]
    public void Cases_are_those_of_the_scenario_that_is_named() => Assert.Equal(
        "wider-range-2@500", Completed($"run {RepositoryRoot.PathOf("scenarios", "quick.yaml")} --case wi"));

    [Theory]
    [InlineData("run nowhere.yaml --case w")]
    [InlineData("run --case w")]
    [InlineData("report /nowhere/x")]
    public void What_can_not_be_read_has_none(string line) => Assert.Equal("", Completed(line));

    private static string Completed(string line) => string.Join(
        ", ",
        Root.Parse(line).GetCompletions(line.Length).Select(item => item.Label)
            .Where(word => !word.StartsWith('-') || line.EndsWith("--ju", StringComparison.Ordinal)));
}
