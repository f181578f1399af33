using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class ProgressServerTests
{
    private static readonly HttpClient Browser = new();

    [Fact]
    public async Task It_serves_a_page_that_may_load_nothing_from_elsewhere()
    {
        await using var server = Start();
        using var answer = await Browser.GetAsync(server.Address);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<table", page, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_serves_the_newest_state_alone()
    {
        await using var server = Start();
        using (var early = await Browser.GetAsync(server.Address + "progress.json"))
        {
            Assert.Equal(HttpStatusCode.NoContent, early.StatusCode);
        }

        server.Show("""{"casesDone":1}""");
        server.Show("""{"casesDone":2}""");
        Assert.Equal("""{"casesDone":2}""", await Browser.GetStringAsync(server.Address + "progress.json"));
    }

    [Theory]
    [InlineData("GET", "favicon.ico", HttpStatusCode.NotFound)]
    [InlineData("GET", "../etc/passwd", HttpStatusCode.NotFound)]
    [InlineData("POST", "", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "progress.json", HttpStatusCode.MethodNotAllowed)]
    public async Task It_refuses_anything_else(string method, string path, HttpStatusCode status)
    {
        await using var server = Start();
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Address + path);
        using var answer = await Browser.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task It_listens_on_the_loopback_alone()
    {
        await using var server = Start();
        var port = new Uri(server.Address).Port;
        var places = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(place => place.Port == port);
        Assert.Equal([IPAddress.Loopback], places.Select(place => place.Address));
    }

    [Theory]
    [Trait("Fault", "C10")]
    [InlineData("127.0.0.1:{0}", HttpStatusCode.OK)]
    [InlineData("localhost:{0}", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:{0}", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost:1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("rebound.example:{0}", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.rebound.example:{0}", HttpStatusCode.MisdirectedRequest)]
    public async Task It_answers_to_this_machines_names_alone(string host, HttpStatusCode status)
    {
        await using var server = Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address)
        {
            Headers = { Host = host.Replace("{0}", $"{new Uri(server.Address).Port}", StringComparison.Ordinal) },
        };
        using var answer = await Browser.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [Trait("Fault", "C10")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:{0}\r\nHost: localhost:{0}\r\n\r\n", "421")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "421")]
    [InlineData("GET http://rebound.example/ HTTP/1.1\r\nHost: localhost:{0}\r\n\r\n", "400")]
    [InlineData("hello\r\n\r\n", "400")]
    public async Task It_refuses_what_is_no_request_to_it(string head, string status)
    {
        await using var server = Start();
        var port = new Uri(server.Address).Port;
        using var client = await ConnectAsync(server);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head.Replace("{0}", $"{port}", StringComparison.Ordinal)));
        Assert.StartsWith($"HTTP/1.1 {status} ", await new StreamReader(client.GetStream()).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C10")]
    public async Task A_head_without_an_end_is_read_no_further_than_a_head_may_be_long()
    {
        await using var server = Start();
        using var client = await ConnectAsync(server);
        var sent = 0L;
        // It hangs up long before: the kernel's buffers hold a few megabytes.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await client.GetStream().WriteAsync("GET /"u8.ToArray());
            var part = new byte[65_536];
            Array.Fill(part, (byte)'a');
            for (; sent < 100_000_000; sent += part.Length)
            {
                await client.GetStream().WriteAsync(part);
            }
        });
        Assert.InRange(sent, 0, 20_000_000);
    }

    [Fact]
    [Trait("Fault", "C10")]
    public async Task Clients_that_never_read_keep_no_browser_out()
    {
        await using var server = Start();
        server.Show($"\"{new string('x', 1_000_000)}\"");
        var port = new Uri(server.Address).Port;
        var deaf = new List<TcpClient>();
        for (var i = 0; i < 200; i++)
        {
            deaf.Add(await ConnectAsync(server));
            await deaf[^1].GetStream()
                .WriteAsync(Encoding.ASCII.GetBytes($"GET /progress.json HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"));
        }

        Assert.Equal(1_000_002, (await Browser.GetStringAsync(server.Address + "progress.json")).Length);
        deaf.ForEach(client => client.Dispose());
    }

    [Fact]
    [Trait("Fault", "C10")]
    public async Task A_client_that_sends_nothing_is_dropped_in_time()
    {
        var time = new WatchedTime();
        await using var server = ProgressServer.Start(0, time);
        using var client = await ConnectAsync(server);
        await client.GetStream().WriteAsync("GET / HT"u8.ToArray());
        await time.UntilATimerIsSetAsync();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, await ReadAsync(client));
    }

    [Fact]
    public async Task A_page_that_is_open_has_the_time_to_ask_for_the_newest_state()
    {
        var time = new FakeTimeProvider();
        var server = ProgressServer.Start(0, time);
        server.Show("{}");
        await Browser.GetStringAsync(server.Address + "progress.json");
        var end = server.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        Assert.Equal("{}", await Browser.GetStringAsync(server.Address + "progress.json"));
        time.Advance(TimeSpan.FromSeconds(1.2));
        await end.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_busy_port_is_an_error_that_says_what_to_do()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        var error = Assert.Throws<ReproException>(() => ProgressServer.Start(port, TimeProvider.System));
        Assert.Equal(FailureKind.BadInput, error.Kind);
        Assert.Contains($"Port {port} of 127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("--serve-port ", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_though_a_connection_is_open()
    {
        var server = Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.Address).Port);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<HttpRequestException>(() => Browser.GetStringAsync(server.Address));
    }

    private static ProgressServer Start() => ProgressServer.Start(0, TimeProvider.System);

    // Whether it was closed or reset is the kernel's affair.
    private static async Task<int> ReadAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]);
        }
        catch (IOException exception) when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return 0;
        }
    }

    private static async Task<TcpClient> ConnectAsync(ProgressServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.Address).Port);
        return client;
    }

    /// <summary>A clock that says when a timer has been set on it.</summary>
    private sealed class WatchedTime : FakeTimeProvider
    {
        private readonly TaskCompletionSource isSet = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task UntilATimerIsSetAsync() => isSet.Task.WaitAsync(TimeSpan.FromSeconds(10));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            isSet.TrySetResult();
            return timer;
        }
    }
}
