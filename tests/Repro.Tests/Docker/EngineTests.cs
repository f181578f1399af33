using Repro.Docker;

namespace Repro.Tests.Docker;

public sealed class EngineTests
{
    [Theory]
    [InlineData("1.41", "1.41")]
    [InlineData("1.47", "1.47")]
    [InlineData("1.52", "1.47")]
    public async Task The_version_is_the_newest_that_both_speak(string offered, string spoken)
    {
        await using var fake = new FakeEngine(offered);
        using var engine = await fake.ConnectAsync();

        Assert.Equal(spoken, engine.Info.ApiVersion);
        Assert.Equal(["/version", $"/v{spoken}/info"], fake.Calls.Select(call => call.Target));
    }

    [Fact]
    public async Task Of_an_engine_that_has_forgotten_all_that_we_know_it_is_the_oldest()
    {
        await using var fake = new FakeEngine().On("GET /version", 200, FakeEngine.Version("1.60", "1.50"));
        using var engine = await fake.ConnectAsync();
        Assert.Equal("1.50", engine.Info.ApiVersion);
    }

    [Theory]
    [InlineData("1.40")]
    [InlineData("1.9")]
    public async Task An_engine_that_is_too_old_is_told_so(string offered)
    {
        await using var fake = new FakeEngine(offered);
        var error = await Assert.ThrowsAsync<EngineException>(() => fake.ConnectAsync());
        Assert.Equal(
            $"GET /version failed at {fake.Endpoint.Address}: its API is {offered}, and the oldest that will do is 1.41.", error.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task What_answers_without_a_version_is_no_engine(string answer)
    {
        await using var fake = new FakeEngine().On("GET /version", 200, answer);
        var error = await Assert.ThrowsAsync<EngineException>(() => fake.ConnectAsync());
        Assert.Contains("something that is not a version of the Docker API", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_tells_what_it_is_and_where_it_runs()
    {
        await using var fake = new FakeEngine();
        using var engine = await fake.ConnectAsync();

        Assert.Equal(new EngineInfo("Docker Engine", "20.10.24", "1.41", "x86_64"), engine.Info);
        Assert.Equal(fake.Endpoint.Address, engine.Where);
    }

    [Fact]
    public async Task Podman_is_called_by_its_name()
    {
        await using var fake = new FakeEngine().On("GET /version", 200, FakeEngine.Version(product: "Podman Engine"));
        using var engine = await fake.ConnectAsync();
        Assert.Equal("Podman", engine.Info.Product);
    }

    [Fact]
    public async Task A_ping_has_a_limit_of_its_own()
    {
        await using var fake = new FakeEngine();
        using var engine = await fake.ConnectAsync();
        await engine.PingAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        fake.On("GET /_ping", call => call.HangAsync());
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.PingAsync(TimeSpan.FromSeconds(0.05), CancellationToken.None));
        Assert.EndsWith("it did not answer within 0.05 s.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_takes_the_connection_that_was_there_before_any_work()
    {
        await using var fake = new FakeEngine();
        using var engine = await fake.ConnectAsync();
        fake.On("GET /networks", 200, "[]");
        Assert.Empty(await engine.Networks.ListAsync([], CancellationToken.None));
        await engine.PingAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        await engine.PingAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        var first = fake.Calls.First(call => call.Name == "GET /version").Connection;
        Assert.All(fake.Calls, call => Assert.Equal(call.Name is "GET /version" or "GET /_ping", call.Connection == first));
    }

    [Fact]
    public async Task The_program_docker_carries_calls_over_its_input_and_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell script stands in for docker");

        using var program = new Script($$"""
            [ "$*" = "--context far system dial-stdio" ] && [ -z "$DOCKER_HOST" ] || exit 9
            while read -r method path protocol; do
              while read -r line && [ "$line" != "$(printf '\r')" ]; do :; done
              case $path in */info) answer='{{FakeEngine.Info}}' ;; *) answer='{{FakeEngine.Version()}}' ;; esac
              printf 'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s' ${#answer} "$answer"
            done
            """);
        using var engine = await Engine.ConnectAsync(
            new CliEndpoint("ssh://far", "far") { Program = program.Path }, Engine.DefaultLimit, CancellationToken.None);
        Assert.Equal(("20.10.24", "x86_64"), (engine.Info.Version, engine.Info.Architecture));
    }

    [Fact]
    public async Task The_program_docker_is_asked_by_address_where_there_is_no_context_and_its_complaint_is_the_cause()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell script stands in for docker");

        using var program = new Script("""echo "$* $DOCKER_HOST: host not found" >&2; exit 255""");
        var error = await Assert.ThrowsAsync<EngineException>(() => Engine.ConnectAsync(
            new CliEndpoint("ssh://far", null) { Program = program.Path }, Engine.DefaultLimit, CancellationToken.None));
        Assert.Equal(
            "GET /version failed at ssh://far: docker system dial-stdio failed: system dial-stdio ssh://far: host not found.",
            error.Message);
    }

    [Fact]
    public async Task Without_the_program_docker_its_engines_are_out_of_reach()
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => Engine.ConnectAsync(
            new CliEndpoint("ssh://far", null) { Program = "/nowhere/docker" }, Engine.DefaultLimit, CancellationToken.None));
        Assert.StartsWith("GET /version failed at ssh://far: the program docker", error.Message, StringComparison.Ordinal);
        Assert.Contains("Install the Docker CLI", error.Remedy, StringComparison.Ordinal);
    }

    private sealed class Script : IDisposable
    {
        public Script(string text)
        {
            File.WriteAllText(Path, "#!/bin/sh\n" + text + "\n");
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"repro-{Guid.NewGuid():N}.sh");

        public void Dispose() => File.Delete(Path);
    }
}
