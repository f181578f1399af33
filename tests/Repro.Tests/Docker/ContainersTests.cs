using System.Text;
using System.Text.Json.Nodes;
using Repro.Docker;

namespace Repro.Tests.Docker;

public sealed class ContainersTests
{
    [Fact]
    public async Task A_container_is_asked_for_as_the_engine_expects_it()
    {
        await using var fake = new FakeEngine().On("POST /containers/create", 201, """{"Id":"c1","Warnings":null}""");
        using var engine = await fake.ConnectAsync();
        var id = await engine.Containers.CreateAsync(
            "my container",
            new ContainerSpec
            {
                Image = "repro:1",
                Command = ["node", "proxy"],
                Entrypoint = ["/repro"],
                User = "1000",
                Hostname = "proxy",
                Environment = new Dictionary<string, string> { ["A"] = "b c" },
                Labels = new Dictionary<string, string> { ["repro.run"] = "1" },
                Sysctls = new Dictionary<string, string> { ["net.ipv4.tcp_tw_reuse"] = "1" },
                Network = "lab",
                Ipv4Address = "198.19.0.5",
                PidMode = "container:x",
                CapDrop = ["ALL"],
                CapAdd = ["NET_ADMIN"],
                SecurityOptions = ["no-new-privileges"],
                Ulimits = [new Ulimit("nofile", 10, 20)],
                ReadonlyRootfs = true,
                AutoRemove = true,
                Tmpfs = new Dictionary<string, string> { ["/tmp"] = "size=1m" },
                Volumes = ["/data"],
                Stdin = true,
                LogDriver = "none",
                StopTimeoutSeconds = 1,
            },
            CancellationToken.None);

        Assert.Equal("c1", id);
        var call = fake.Calls.Last();
        Assert.Equal("my container", call.Query("name"));
        AssertJson(
            """
            {
              "Image": "repro:1", "Cmd": ["node", "proxy"], "Entrypoint": ["/repro"], "User": "1000", "Hostname": "proxy", "Env": ["A=b c"],
              "Labels": { "repro.run": "1" }, "Volumes": { "/data": {} },
              "OpenStdin": true, "StdinOnce": true, "AttachStdin": true, "AttachStdout": true, "AttachStderr": true, "Tty": false,
              "StopTimeout": 1,
              "HostConfig": {
                "NetworkMode": "lab", "PidMode": "container:x", "CapAdd": ["NET_ADMIN"], "CapDrop": ["ALL"],
                "SecurityOpt": ["no-new-privileges"], "Ulimits": [{ "Name": "nofile", "Soft": 10, "Hard": 20 }],
                "ReadonlyRootfs": true, "AutoRemove": true, "Init": false, "Tmpfs": { "/tmp": "size=1m" },
                "Sysctls": { "net.ipv4.tcp_tw_reuse": "1" }, "LogConfig": { "Type": "none" }
              },
              "NetworkingConfig": { "EndpointsConfig": { "lab": { "IPAMConfig": { "IPv4Address": "198.19.0.5" } } } }
            }
            """,
            call.Text);
    }

    [Fact]
    public async Task What_is_not_asked_for_is_left_to_the_image_and_the_engine()
    {
        await using var fake = new FakeEngine().On("POST /containers/create", 201, """{"Id":"c1"}""");
        using var engine = await fake.ConnectAsync();
        await engine.Containers.CreateAsync("c", new ContainerSpec { Image = "i", Network = "container:x" }, CancellationToken.None);

        AssertJson(
            """
            {
              "Image": "i", "Env": [], "Labels": {}, "Volumes": {},
              "OpenStdin": false, "StdinOnce": false, "AttachStdin": false, "AttachStdout": true, "AttachStderr": true, "Tty": false,
              "HostConfig": {
                "NetworkMode": "container:x", "CapAdd": [], "CapDrop": [], "SecurityOpt": [], "Ulimits": [],
                "ReadonlyRootfs": false, "AutoRemove": false, "Init": false, "Tmpfs": {}, "Sysctls": {}
              }
            }
            """,
            fake.Calls.Last().Text);
    }

    [Theory]
    [InlineData("101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp")]
    [InlineData("200 OK\r\nContent-Type: application/vnd.docker.raw-stream")]
    public async Task Who_is_attached_writes_lines_and_reads_them_of_both_streams(string head)
    {
        await using var fake = new FakeEngine().On("POST /containers/c/attach", async call =>
        {
            await call.SendAsync($"HTTP/1.1 {head}\r\n\r\n");
            using var reader = new StreamReader(call.Connection, leaveOpen: true);
            while (await reader.ReadLineAsync() is { } line && line != "quit")
            {
                await call.SendAsync([1, 0, 0, 0, 0, 0, 0, (byte)(Encoding.UTF8.GetByteCount(line) + 1), .. Encoding.UTF8.GetBytes(line + "\n")]);
            }

            await call.SendAsync([2, 0, 0, 0, 0, 0, 0, 3, .. "bye"u8]);
            await call.CutAfterAsync("");
        });
        using var engine = await fake.ConnectAsync();
        await using var attached = await engine.Containers.AttachAsync("c", CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => attached.WriteLineAsync($"żółć {i}").AsTask()));
        await attached.WriteLineAsync("quit");

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"żółć {i}").Order(), (await attached.Output.ReadAllAsync().ToListAsync()).Order());
        Assert.Equal(["bye"], await attached.Errors.ReadAllAsync().ToListAsync());
        Assert.Equal(
            "/v1.41/containers/c/attach?stream=1&stdin=1&stdout=1&stderr=1", fake.Calls.Single(call => call.Name.Contains("attach", StringComparison.Ordinal)).Target);
    }

    [Fact]
    public async Task An_attachment_that_is_cut_ends_with_what_had_come_and_takes_lines_for_nobody()
    {
        await using var fake = new FakeEngine().On("POST /containers/c/attach", async call =>
        {
            await call.SendAsync("HTTP/1.1 101 UPGRADED\r\n\r\n");
            await call.SendAsync([1, 0, 0, 0, 0, 0, 0, 9, .. "a\nb"u8]);
            await call.CutAfterAsync("");
        });
        using var engine = await fake.ConnectAsync();
        var attached = await engine.Containers.AttachAsync("c", CancellationToken.None);

        Assert.Equal(["a", "b"], await attached.Output.ReadAllAsync().ToListAsync());
        Assert.Equal([], await attached.Errors.ReadAllAsync().ToListAsync());
        await attached.WriteLineAsync("x");
        await attached.WriteLineAsync("y");
        await attached.DisposeAsync();
        await attached.WriteLineAsync("z");
    }

    [Fact]
    public async Task Leaving_ends_both_streams()
    {
        await using var fake = new FakeEngine().On("POST /containers/c/attach", async call =>
        {
            await call.SendAsync("HTTP/1.1 101 UPGRADED\r\n\r\n");
            await call.HangAsync();
        });
        using var engine = await fake.ConnectAsync();
        var attached = await engine.Containers.AttachAsync("c", CancellationToken.None);
        await attached.DisposeAsync();

        Assert.Empty(await attached.Output.ReadAllAsync().ToListAsync());
        Assert.Empty(await attached.Errors.ReadAllAsync().ToListAsync());
    }

    [Fact]
    public async Task The_end_is_watched_for_before_the_start_and_takes_longer_than_any_limit()
    {
        var started = new TaskCompletionSource();
        await using var fake = new FakeEngine()
            .On("POST /containers/c/wait", async call =>
            {
                await call.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n");
                await started.Task;
                await call.SendAsync("""{"Error":null,"StatusCode":137}""");
            })
            .On("POST /containers/c/start", 304, "");
        using var engine = await fake.ConnectAsync(TimeSpan.FromSeconds(5));
        var exit = await engine.Containers.WatchExitAsync("c", CancellationToken.None);
        await engine.Containers.StartAsync("c", CancellationToken.None);
        Assert.False(exit.IsCompleted);
        started.SetResult();

        Assert.Equal("next-exit", fake.Calls.Single(call => call.Name == "POST /containers/c/wait").Query("condition"));
        Assert.Equal(137, await exit);
    }

    [Fact]
    public async Task A_container_that_is_not_there_has_no_state()
    {
        await using var fake = new FakeEngine().On("GET /containers/gone/json", 404, """{"message":"No such container: gone"}""");
        using var engine = await fake.ConnectAsync();
        Assert.Null(await engine.Containers.InspectAsync("gone", CancellationToken.None));
    }

    [Fact]
    public async Task A_container_tells_how_it_is()
    {
        await using var fake = new FakeEngine().On(
            "GET /containers/c/json",
            200,
            """{"Id":"c","State":{"Status":"exited","Running":false,"OOMKilled":true,"ExitCode":137,"Error":"gone","Pid":0}}""");
        using var engine = await fake.ConnectAsync();
        Assert.Equal(new ContainerState("exited", false, 137, "gone", true), await engine.Containers.InspectAsync("c", CancellationToken.None));
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(404, """{"message":"No such container: c"}""")]
    [InlineData(409, """{"message":"removal of container c is already in progress"}""")]
    public async Task What_is_gone_or_going_is_removed(int status, string body)
    {
        await using var fake = new FakeEngine()
            .On("DELETE /containers/c", call => call.SendAsync($"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n\r\n{body}"))
            .On("POST /containers/c/wait", 404, """{"message":"No such container: c"}""");
        using var engine = await fake.ConnectAsync();
        await engine.Containers.RemoveAsync("c", CancellationToken.None);

        var call = fake.Calls.Single(call => call.Name == "DELETE /containers/c");
        Assert.Equal(("1", "1"), (call.Query("force"), call.Query("v")));
        Assert.Equal(status == 409, fake.Calls.Any(call => call.Query("condition") == "removed"));
    }

    [Fact]
    public async Task A_removal_that_is_refused_is_an_error()
    {
        await using var fake = new FakeEngine().On("DELETE /containers/c", 409, """{"message":"could not kill"}""");
        using var engine = await fake.ConnectAsync();
        Assert.Equal(409, (await Assert.ThrowsAsync<EngineException>(() => engine.Containers.RemoveAsync("c", CancellationToken.None))).Status);
    }

    [Fact]
    public async Task Containers_are_listed_by_their_labels()
    {
        await using var fake = new FakeEngine().On(
            "GET /containers/json", 200, """[{"Id":"c1","Names":["/proxy"],"State":"exited","Created":1700000000,"Labels":{"a":"b"}}]""");
        using var engine = await fake.ConnectAsync();
        var container = Assert.Single(await engine.Containers.ListAsync(["a=b", "c"], CancellationToken.None));

        Assert.Equal(("c1", "proxy", "exited", DateTimeOffset.FromUnixTimeSeconds(1700000000), "b"),
            (container.Id, container.Name, container.State, container.Created, container.Labels["a"]));
        Assert.Equal("1", fake.Calls.Last().Query("all"));
        AssertJson("""{"label":["a=b","c"]}""", fake.Calls.Last().Query("filters")!);
    }

    [Fact]
    public async Task An_archive_is_sent_as_it_is_read()
    {
        await using var fake = new FakeEngine().On("PUT /containers/c/archive", 200, "");
        using var engine = await fake.ConnectAsync();
        await engine.Containers.PutArchiveAsync("c", "/data dir", new MemoryStream([1, 2, 3]), CancellationToken.None);

        Assert.Equal([1, 2, 3], fake.Calls.Last().Body);
        Assert.Equal("/data dir", fake.Calls.Last().Query("path"));
    }

    [Fact]
    public async Task Logs_are_the_last_lines_of_both_streams()
    {
        await using var fake = new FakeEngine().On(
            "GET /containers/c/logs", call => call.CutAfterAsync("HTTP/1.1 200 OK\r\n\r\n\u0001\0\0\0\0\0\0\u0002a\n\u0002\0\0\0\0\0\0\u0001z"));
        using var engine = await fake.ConnectAsync();
        Assert.Equal("a\nz\n", await engine.Containers.LogsAsync("c", 7, CancellationToken.None));
        Assert.Equal("7", fake.Calls.Last().Query("tail"));
    }

    private static void AssertJson(string expected, string actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
