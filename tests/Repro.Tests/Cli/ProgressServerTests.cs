using System.Net;
using System.Net.Sockets;
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
    public async Task It_answers_to_no_other_name()
    {
        await using var server = Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address) { Headers = { Host = "rebound.example" } };
        using var answer = await Browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
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

    // Somebody else may take the port before the server does.
    private static ProgressServer Start()
    {
        while (true)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            try
            {
                return ProgressServer.Start(port, TimeProvider.System);
            }
            catch (ReproException)
            {
                // The next one, then.
            }
        }
    }
}
