using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Repro.Docker;

namespace Repro.Tests.Docker;

/// <summary>Every way that a call can go wrong, with a call that has JSON in its answer, and with the others where they differ.</summary>
public sealed class EngineFailureTests
{
    private const string Networks = "GET /networks";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    public static TheoryData<string, int, string> Refusals { get; } = new()
    {
        { """{"message":"no space left on device"}""", 500, "no space left on device (500)." },
        { """{"message":"pool overlaps."}""", 403, "pool overlaps. (403)." },
        { """{"cause":"x","message":"no such network","response":404}""", 404, "no such network (404)." },
        { "", 500, "it gave no reason (500)." },
        { "{}", 502, "it gave no reason (502)." },
        { "Client sent an HTTP request to an HTTPS server.\n", 400, "Client sent an HTTP request to an HTTPS server. (400)." },
        { "<html>", 301, "<html> (301)." },
    };

    public static TheoryData<string, string> Answers { get; } = new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[{\"Id\":\"x", "something that is not JSON as an engine writes it" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull", "something that is not JSON as an engine writes it" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[{]}", "something that is not JSON as an engine writes it" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "something that is not JSON as an engine writes it" },
        { "SSH-2.0-OpenSSH\r\n\r\n", "something that is not HTTP" },
        { "", "the connection was cut" },
        { "HTTP/1.1 200 OK\r\nContent-Le", "the connection was cut" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n[{\"Id\":", "the connection was cut" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n90\r\n[{\"Id\":", "the connection was cut" },
        { "HTTP/1.1 500 X\r\nContent-Length: 90\r\n\r\n{\"mess", "the connection was cut" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_the_engines_own_words(string body, int status, string end)
    {
        await using var fake = new FakeEngine().On(Networks, status, body);
        var error = await ListNetworksAsync(fake);
        Assert.Equal($"GET /networks failed at {fake.Endpoint.Address}: {end}", error.Message);
        Assert.Equal(status, error.Status);
        Assert.Equal(FailureKind.NoLab, error.Kind);
        Assert.NotEmpty(error.Remedy);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_that_is_broken_or_cut_is_told_as_that(string answer, string cause)
    {
        await using var fake = new FakeEngine().On(Networks, call => call.CutAfterAsync(answer));
        var error = await ListNetworksAsync(fake);
        Assert.StartsWith($"GET /networks failed at {fake.Endpoint.Address}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(cause + ".", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Status);
    }

    [Theory]
    [InlineData("", "the connection was cut.")]
    [InlineData("HTTP/1.1 101 UPG", "the connection was cut.")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "something that is not HTTP.")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n", "something that is not a stream in both directions.")]
    [InlineData("HTTP/1.1 404 X\r\n\r\nNo such container: c\r\n", "No such container: c (404).")]
    [InlineData("HTTP/1.1 409 X\r\nContent-Length: 26\r\n\r\n{\"message\":\"it is paused\"}", "it is paused (409).")]
    [InlineData("HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "it gave no reason (500).")]
    public async Task An_attach_fails_in_the_same_words(string answer, string end)
    {
        await using var fake = new FakeEngine().On("POST /containers/c/attach", call => call.CutAfterAsync(answer));
        using var engine = await fake.ConnectAsync();
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Containers.AttachAsync("c", CancellationToken.None));
        Assert.StartsWith($"POST /containers/c/attach failed at {fake.Endpoint.Address}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_ended_is_not_running()
    {
        await using var fake = new FakeEngine();
        using var engine = await fake.ConnectAsync();
        fake.Die();

        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Networks.ListAsync([], CancellationToken.None));
        Assert.Equal($"GET /networks failed at {fake.Endpoint.Address}: it is not running.", error.Message);
        error = await Assert.ThrowsAsync<EngineException>(() => engine.Containers.AttachAsync("c", CancellationToken.None));
        Assert.Equal($"POST /containers/c/attach failed at {fake.Endpoint.Address}: it is not running.", error.Message);
        Assert.Contains("DOCKER_HOST", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_ends_with_its_engine()
    {
        await using var fake = new FakeEngine().On("POST /containers/c/wait", async call =>
        {
            await call.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await call.HangAsync();
        });
        using var engine = await fake.ConnectAsync(TimeSpan.FromSeconds(30));
        var exit = await engine.Containers.WatchExitAsync("c", CancellationToken.None);
        fake.Die();

        var error = await Assert.ThrowsAsync<EngineException>(() => exit);
        Assert.Equal($"POST /containers/c/wait failed at {fake.Endpoint.Address}: the connection was cut.", error.Message);
    }

    [Fact]
    public async Task No_socket_is_no_engine()
    {
        var error = await ConnectAsync(new UnixEndpoint("/nowhere/docker.sock"));
        Assert.Equal("GET /version failed at unix:///nowhere/docker.sock: it is not running: there is no such socket.", error.Message);
    }

    [Fact]
    public async Task A_path_that_no_socket_can_have_is_an_error_too() =>
        Assert.Contains(
            "failed at unix:///", (await ConnectAsync(new UnixEndpoint("/" + new string('x', 200)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_port_where_nobody_listens_is_no_engine()
    {
        var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = await ConnectAsync(EngineEndpoint.Parse($"tcp://127.0.0.1:{port}"));
        Assert.Equal($"GET /version failed at tcp://127.0.0.1:{port}: it is not running.", error.Message);
    }

    [Fact]
    public async Task A_pipe_is_for_Windows()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it is not for Windows");
        var error = await ConnectAsync(EngineEndpoint.Parse("npipe:////./pipe/docker_engine"));
        Assert.EndsWith("named pipes are for Windows.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_use_the_socket_is_told_how_to()
    {
        var refused = new HttpRequestException(HttpRequestError.ConnectionError, inner: new SocketException((int)SocketError.AccessDenied));
        var fault = EngineFault.From(refused, new UnixEndpoint("/var/run/docker.sock"));
        Assert.Equal("permission denied", fault!.Message);
        Assert.Contains("group docker", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n[")]
    public async Task An_answer_that_does_not_come_or_does_not_end_is_waited_for_up_to_the_limit(string begin)
    {
        var time = new FakeTimeProvider();
        await using var fake = new FakeEngine();
        fake.On(Networks, Hang).On("POST /containers/c/attach", Hang);
        using var engine = await fake.ConnectAsync(Limit, time);
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Networks.ListAsync([], CancellationToken.None));
        Assert.Equal($"GET /networks failed at {fake.Endpoint.Address}: it did not answer within 4 s.", error.Message);

        async Task Hang(FakeCall call)
        {
            await call.SendAsync(begin);
            time.Advance(Limit);
            await call.HangAsync();
        }
    }

    [Fact]
    public async Task An_attach_that_is_not_answered_is_waited_for_up_to_the_limit()
    {
        var time = new FakeTimeProvider();
        await using var fake = new FakeEngine().On("POST /containers/c/attach", call =>
        {
            time.Advance(Limit);
            return call.HangAsync();
        });
        using var engine = await fake.ConnectAsync(Limit, time);
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Containers.AttachAsync("c", CancellationToken.None));
        Assert.EndsWith("it did not answer within 4 s.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cancelled_is_no_failure_of_the_engine()
    {
        using var cancel = new CancellationTokenSource();
        await using var fake = new FakeEngine();
        fake.On(Networks, Cancel).On("POST /containers/c/attach", Cancel);
        using var engine = await fake.ConnectAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Networks.ListAsync([], cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Containers.AttachAsync("c", cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Networks.ListAsync([], cancel.Token));

        async Task Cancel(FakeCall call)
        {
            await cancel.CancelAsync();
            await call.HangAsync();
        }
    }

    [Fact]
    public async Task Disposing_cancels_what_is_under_way()
    {
        await using var fake = new FakeEngine().On("POST /containers/c/wait", async call =>
        {
            await call.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await call.HangAsync();
        });
        var engine = await fake.ConnectAsync();
        var exit = await engine.Containers.WatchExitAsync("c", CancellationToken.None);
        engine.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => exit);
    }

    [Fact]
    public async Task An_upload_that_is_cut_is_told_as_that()
    {
        await using var fake = new FakeEngine().On("PUT /containers/c/archive", call => call.CutAfterAsync(""));
        using var engine = await fake.ConnectAsync();
        var error = await Assert.ThrowsAsync<EngineException>(
            () => engine.Containers.PutArchiveAsync("c", "/data", new MemoryStream(new byte[100_000]), CancellationToken.None));
        Assert.EndsWith("the connection was cut.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_is_cut_where_it_is_long()
    {
        await using var fake = new FakeEngine().On(Networks, 500, new string('x', 10_000));
        Assert.InRange((await ListNetworksAsync(fake)).Message.Length, 500, 700);
    }

    private static async Task<EngineException> ListNetworksAsync(FakeEngine fake)
    {
        using var engine = await fake.ConnectAsync();
        return await Assert.ThrowsAsync<EngineException>(() => engine.Networks.ListAsync([], CancellationToken.None));
    }

    private static Task<EngineException> ConnectAsync(EngineEndpoint endpoint) =>
        Assert.ThrowsAsync<EngineException>(() => Engine.ConnectAsync(endpoint, Engine.DefaultLimit, CancellationToken.None));
}
