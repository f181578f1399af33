using System.Text;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Repro.Docker;

namespace Repro.Tests.Docker;

public sealed class ContainersTests
{
    [Fact]
    public async Task A_container_is_asked_for_by_its_name()
    {
        await using var fake = new FakeEngine().On("POST /containers/create", 201, """{"Id":"c1","Warnings":null}""");
        using var engine = await fake.ConnectAsync();
        var wanted = new CreateContainerParameters
        {
            Name = "my container",
            Image = "repro:1",
            HostConfig = new HostConfig { CapDrop = ["ALL"], Init = false },
        };

        Assert.Equal("c1", await engine.Containers.CreateAsync(wanted, CancellationToken.None));
        var call = fake.Calls.Last();
        Assert.Equal("my container", call.Query("name"));
        var body = JsonNode.Parse(call.Text)!;
        Assert.Equal("repro:1", (string?)body["Image"]);
        AssertJson("""["ALL"]""", body["HostConfig"]!["CapDrop"]!.ToJsonString());
        Assert.False((bool)body["HostConfig"]!["Init"]!);
    }

    [Fact]
    public async Task Who_is_attached_writes_lines_and_reads_them_of_both_streams()
    {
        await using var fake = new FakeEngine().On("POST /containers/c/attach", async call =>
        {
            await call.SendAsync("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            using var reader = new StreamReader(call.Connection, leaveOpen: true);
            while (await reader.ReadLineAsync() is { } line && line != "quit")
            {
                await call.SendAsync(
                    [1, 0, 0, 0, 0, 0, 0, (byte)(Encoding.UTF8.GetByteCount(line) + 1), .. Encoding.UTF8.GetBytes(line + "\n")]);
            }

            await call.SendAsync([2, 0, 0, 0, 0, 0, 0, 3, .. "bye"u8]);
            await call.CutAfterAsync("");
        });
        using var engine = await fake.ConnectAsync();
        await using var attached = await engine.Containers.AttachAsync("c", CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => attached.WriteLineAsync($"żółć {i}").AsTask()));
        await attached.WriteLineAsync("quit");

        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => $"żółć {i}").Order(), (await attached.Output.ReadAllAsync().ToListAsync()).Order());
        Assert.Equal(["bye"], await attached.Errors.ReadAllAsync().ToListAsync());
        Assert.Equal(
            "/v1.41/containers/c/attach?stream=1&stdin=1&stdout=1&stderr=1",
            fake.Calls.Single(call => call.Name.Contains("attach", StringComparison.Ordinal)).Target);
    }

    [Fact]
    public async Task An_attachment_that_is_cut_ends_with_what_had_come_and_takes_lines_for_nobody()
    {
        await using var fake = new FakeEngine().On("POST /containers/c/attach", async call =>
        {
            await call.SendAsync("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
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
            await call.SendAsync("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
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
        Assert.Equal(
            409, (await Assert.ThrowsAsync<EngineException>(() => engine.Containers.RemoveAsync("c", CancellationToken.None))).Status);
    }

    [Fact]
    public async Task Containers_are_listed_by_their_labels()
    {
        await using var fake = new FakeEngine().On(
            "GET /containers/json", 200, """[{"Id":"c1","Names":["/proxy"],"State":"exited","Created":1700000000,"Labels":{"a":"b"}}]""");
        using var engine = await fake.ConnectAsync();
        var container = Assert.Single(await engine.Containers.ListAsync(["a=b", "c"], CancellationToken.None));

        Assert.Equal(("c1", "exited", DateTimeOffset.FromUnixTimeSeconds(1700000000), "b"),
            (container.Id, container.State, container.Created, container.Labels["a"]));
        Assert.Equal("1", fake.Calls.Last().Query("all"));
        AssertJson("""{"label":{"a=b":true,"c":true}}""", fake.Calls.Last().Query("filters")!);
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
    public async Task An_upload_that_is_refused_says_why_though_nobody_reads_it()
    {
        await using var fake = new FakeEngine { Continues = false };
        fake.On("PUT /containers/c/archive", call => call.CutAfterAsync(
            "HTTP/1.1 403 X\r\nContent-Length: 36\r\n\r\n{\"message\":\"the root is read-only\"}  "));
        using var engine = await fake.ConnectAsync();
        var error = await Assert.ThrowsAsync<EngineException>(
            () => engine.Containers.PutArchiveAsync("c", "/", new MemoryStream(new byte[50_000_000]), CancellationToken.None));
        Assert.Equal($"PUT /containers/c/archive failed at {fake.Endpoint.Address}: the root is read-only (403).", error.Message);
    }

    private static void AssertJson(string expected, string actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
