using System.Net;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Repro.Docker;
using Repro.Nodes;
using Repro.Traffic;

namespace Repro.LabTests;

/// <summary>Images that are made without a registry run with nothing: no root, no capability, no network, nothing to write to.</summary>
[Collection(ContainerTests.Collection)]
[Trait("Category", "Docker")]
public sealed class ImagesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_program_runs_in_an_image_of_this_machines_files()
    {
        using var engine = await Requirement.DockerAsync();
        var image = await MakeAsync("repro", "--offline");

        Assert.Equal("machine", image.Way);
        var (exitCode, output) = await RunAsync(engine, image.Reference, ["--version"], []);
        Assert.Equal(0, exitCode);
        Assert.StartsWith(image.Version, output[0], StringComparison.Ordinal);
        Assert.NotNull(await engine.Images.InspectAsync("repro-lab:latest", CancellationToken.None));
    }

    [Fact]
    public async Task A_node_runs_in_an_image_of_this_machines_files()
    {
        using var engine = await Requirement.DockerAsync();
        await ANodeRunsAsync(engine, await MakeAsync("repro", "--offline"));
    }

    [Fact]
    public async Task A_published_program_is_built_upon_a_base_that_the_engine_has()
    {
        using var engine = await Requirement.DockerAsync();
        const string BaseImage = "repro-lab:test-base";
        var offline = await MakeAsync("repro", "--offline");
        try
        {
            await engine.Images.TagAsync(offline.Reference, BaseImage, CancellationToken.None);
            // Compiled ahead of time it would be the same program, after another minute.
            var built = await MakeAsync(["repro", "--base", BaseImage], ("PublishReadyToRun", "false"), ("RunAnalyzers", "false"));
            Assert.Equal(("registry", BaseImage, offline.Reference), (built.Way, built.From, built.Reference));
            await ANodeRunsAsync(engine, built);
        }
        finally
        {
            await MakeAsync("repro", "--offline");
            await RemoveAsync(engine, BaseImage);
        }
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task A_proxy_runs_in_an_image_of_this_machines_files(string name)
    {
        using var engine = await Requirement.DockerAsync();
        Requirement.Check(name, Subprocess.Find(name, "/usr/sbin") is null ? $"{name} is not installed" : null);
        var image = await MakeAsync(name, "--offline");
        var (exitCode, output) = await RunAsync(engine, image.Reference, ["-v"], []);

        Assert.Equal(0, exitCode);
        Assert.Contains(output, line => line.Contains(image.Version, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_the_engine_refuses_says_why()
    {
        using var engine = await Requirement.DockerAsync();
        var image = await MakeAsync("repro", "--offline");
        var wanted = new CreateContainerParameters
        {
            Name = $"repro-test-{Guid.NewGuid():N}",
            Image = image.Reference,
            HostConfig = new HostConfig { NetworkMode = "none", ReadonlyRootfs = true },
        };
        var id = await engine.Containers.CreateAsync(wanted, CancellationToken.None);
        try
        {
            var error = await Assert.ThrowsAsync<EngineException>(
                () => engine.Containers.PutArchiveAsync(id, "/opt", new MemoryStream(new byte[50_000_000]), CancellationToken.None));
            Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await engine.Containers.RemoveAsync(id, CancellationToken.None);
        }
    }

    private static async Task ANodeRunsAsync(Engine engine, Image image)
    {
        var spec = new NodeSpec { Host = "backend-1", SamplingPhase = 0, Backend = new BackendSpec([new(IPAddress.Loopback, 81)], 64) };
        var (exitCode, output) = await RunAsync(
            engine,
            image.Reference,
            ["node", "backend"],
            [System.Text.Json.JsonSerializer.Serialize(spec, NodeJson.Default.NodeSpec), Node.StopCommand]);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("{\"ready\":", output[0], StringComparison.Ordinal);
        Assert.Contains("\"end\":", output[^1], StringComparison.Ordinal);
    }

    // Runs of other tests may have containers of it still; those of later ones are of the image that took its place.
    private static async Task RemoveAsync(Engine engine, string image)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            try
            {
                await engine.Images.RemoveAsync(image, limit.Token);
                return;
            }
            catch (EngineException exception) when (exception.Status == (int)System.Net.HttpStatusCode.Conflict)
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
    }

    private static Task<Image> MakeAsync(params string[] arguments) => MakeAsync(arguments, []);

    private static async Task<Image> MakeAsync(string[] arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        using var program = Program.Start(["lab", "image", .. arguments, "--json"], environment: environment);
        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode == 0, errors);
        var made = JsonNode.Parse(output)!.AsArray().Single()!;
        return new Image(Text("reference"), Text("version"), Text("way"), Text("from"));

        string Text(string name) => made[name]!.GetValue<string>();
    }

    private static async Task<(long ExitCode, List<string> Output)> RunAsync(Engine engine, string image, string[] command, string[] input)
    {
        using var limit = new CancellationTokenSource(Limit);
        var wanted = new CreateContainerParameters
        {
            Name = $"repro-test-{Guid.NewGuid():N}",
            Image = image,
            Cmd = command,
            User = "65534:65534",
            OpenStdin = true,
            StdinOnce = true,
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            HostConfig = new HostConfig
            {
                NetworkMode = "none",
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                Sysctls = new Dictionary<string, string> { ["net.ipv4.ip_unprivileged_port_start"] = "0" },
                ReadonlyRootfs = true,
            },
        };
        var id = await engine.Containers.CreateAsync(wanted, limit.Token);
        try
        {
            await using var attached = await engine.Containers.AttachAsync(id, limit.Token);
            var exit = await engine.Containers.WatchExitAsync(id, limit.Token);
            await engine.Containers.StartAsync(id, limit.Token);
            foreach (var line in input)
            {
                await attached.WriteLineAsync(line);
            }

            var output = await attached.Output.ReadAllAsync(limit.Token).ToListAsync(limit.Token);
            var errors = await attached.Errors.ReadAllAsync(limit.Token).ToListAsync(limit.Token);
            return (await exit, [.. output, .. errors]);
        }
        finally
        {
            await engine.Containers.RemoveAsync(id, CancellationToken.None);
        }
    }

    private sealed record Image(string Reference, string Version, string Way, string From);
}
