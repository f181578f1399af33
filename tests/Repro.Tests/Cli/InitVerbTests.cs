using Repro.Cli;
using Repro.Scenarios;

namespace Repro.Tests.Cli;

public sealed class InitVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("repro-init");

    [Theory]
    [InlineData("--shape ring", "--shape takes one of proxy, direct, loopback, nat: 'ring' is none.")]
    [InlineData("--shape 7", "--shape takes one of proxy, direct, loopback, nat: '7' is none.")]
    [InlineData("--rate 500", "--rate takes a rate, like 500/s or 30/min: '500' is none.")]
    [InlineData("--hold soon", "--hold takes a duration, like 200ms or 10s: 'soon' is none.")]
    [InlineData("--ports 0", "--ports takes a number of ports, 1 to 32768: '0' is none.")]
    public void What_is_no_answer_is_refused_with_those_that_there_are(string arguments, string message) =>
        Assert.Equal(message, Assert.Single(InitVerb.Create().Parse(arguments).Errors).Message);

    [Fact]
    public async Task A_file_and_the_schema_beside_it_are_written()
    {
        Assert.Equal(ExitCode.Ok, await InvokeAsync("mine.yaml", "--shape", "direct", "--rate", "100/s"));

        var (scenario, diagnostics) = ScenarioFile.Parse(Read("mine.yaml"), "mine.yaml");
        Assert.Empty(diagnostics);
        Assert.Equal((100, "none"), (scenario.Conditions.Load.Rate.PerSecond, scenario.Conditions.Proxy.Kind));
        Assert.Equal(ScenarioFile.JsonSchema(), Read("scenario.schema.json"));
    }

    [Fact]
    public async Task What_is_there_is_written_over_by_force_alone_and_a_schema_never()
    {
        File.WriteAllText(PathOf("mine.yaml"), "mine");
        File.WriteAllText(PathOf("scenario.schema.json"), "{}");

        var refused = await Assert.ThrowsAsync<ReproException>(() => InvokeAsync("mine.yaml"));
        Assert.Equal((FailureKind.BadInput, "mine"), (refused.Kind, Read("mine.yaml")));
        Assert.Contains("--force", refused.Remedy, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, await InvokeAsync("mine.yaml", "--force"));
        Assert.NotEqual("mine", Read("mine.yaml"));
        Assert.Equal("{}", Read("scenario.schema.json"));
    }

    [Fact]
    public async Task Who_names_a_schema_gets_none()
    {
        await InvokeAsync("mine.yaml", "--schema", "https://example.org/s.json");

        Assert.StartsWith("# yaml-language-server: $schema=https://example.org/s.json\n", Read("mine.yaml"), StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("scenario.schema.json")));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_the_users()
    {
        var refused = await Assert.ThrowsAsync<ReproException>(() => InvokeAsync(Path.Combine("nowhere", "mine.yaml")));

        Assert.Equal("Give a file in a folder of your own: repro init FILE.", refused.Remedy);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Task<int> InvokeAsync(string file, params string[] options)
    {
        string[] arguments = ["init", PathOf(file), .. options];
        return Verbs.InvokeAsync(Verbs.Create(arguments), arguments);
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private string Read(string name) => File.ReadAllText(PathOf(name));
}
