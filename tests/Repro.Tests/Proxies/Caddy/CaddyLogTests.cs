using Repro.Proxies;
using Repro.Proxies.Caddy;

namespace Repro.Tests.Proxies.Caddy;

/// <summary>Lines as Caddy 2.6.2 sent them, without the headers.</summary>
public sealed class CaddyLogTests
{
    private const string Backend = "198.18.0.6:81";
    private const string Other = "198.18.0.7:81";

    private readonly CaddyLog log = new();

    [Fact]
    public void A_request_has_its_backend_from_its_attempt_and_its_end_from_the_last_line()
    {
        Assert.Null(
            log.Take(
                """{"level":"debug","ts":1796004848.63,"logger":"http.handlers.reverse_proxy","msg":"selected upstream","dial":"198.18.0.6:81","total_upstreams":2}"""));
        Assert.Null(log.Take(Attempt(1, Backend)));

        Assert.Equal(new LoggedRequest(1796004848.64, 0.0125, Backend, IsOk: true, null, 1), log.Take(End(1, 200)));
    }

    [Theory]
    [InlineData("dial tcp 198.18.0.6:81: connect: cannot assign requested address", "connect/EADDRNOTAVAIL")]
    [InlineData("dial tcp 198.18.0.6:81: connect: connection refused", "connect/ECONNREFUSED")]
    [InlineData("dial tcp 198.18.0.6:81: i/o timeout", "connect/timeout")]
    [InlineData("dial tcp 198.18.0.6:81: socket: too many open files", "open/EMFILE")]
    [InlineData("read tcp 198.18.0.5:32768->198.18.0.6:81: read: connection reset by peer", "read/ECONNRESET")]
    [InlineData("write tcp 198.18.0.5:32768->198.18.0.6:81: write: broken pipe", "write/EPIPE")]
    [InlineData("net/http: timeout awaiting response headers", "read/timeout")]
    [InlineData("EOF", "read/closed")]
    [InlineData("unexpected EOF", "read/closed")]
    [InlineData("malformed HTTP response", "read/failed")]
    public void A_failure_is_what_Go_says_of_the_attempt(string error, string outcome)
    {
        log.Take(Attempt(1, Backend, error));

        Assert.Equal((outcome, Backend, false), Told(log.Take(End(1, 502))));
    }

    [Fact]
    public void The_last_attempt_decides_and_all_are_counted()
    {
        log.Take(Attempt(1, Backend, "dial tcp 198.18.0.6:81: connect: cannot assign requested address"));
        log.Take(Attempt(2, Backend));
        log.Take(Attempt(1, Other));

        Assert.Equal((Other, true, 2), (log.Take(End(1, 200)) is { } first ? (first.Towards, first.IsOk, first.Attempts) : default));
        Assert.Equal(1, log.Take(End(2, 200))!.Value.Attempts);
    }

    [Theory]
    [InlineData(503, "http/503")]
    [InlineData(499, null)]
    [InlineData(0, null)]
    public void Without_an_attempt_the_status_is_all_that_is_known(int status, string? outcome) =>
        Assert.Equal((outcome, CaddyLog.Nobody, false), Told(log.Take(End(1, status))));

    [Fact]
    public void A_connection_that_carries_another_request_begins_anew()
    {
        log.Take(Attempt(1, Backend, "EOF"));
        log.Take(End(1, 502));
        log.Take(Attempt(1, Backend));

        Assert.Equal((null, Backend, true), Told(log.Take(End(1, 200))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Error: loading initial config")]
    [InlineData("[]")]
    [InlineData("""{"level":"info","ts":1796004881.2,"msg":"shutting down apps, then terminating"}""")]
    [InlineData(
        """{"logger":"http.log.access","ts":"x","request":{"remote_ip":"198.18.0.3","remote_port":"401"},"duration":1,"status":200}""")]
    [InlineData("""{"logger":"http.log.access","ts":1,"request":7,"duration":1,"status":200}""")]
    [InlineData("""{"logger":"http.log.access","ts":1,"request":{"remote_ip":"198.18.0.3"},"duration":1,"status":200}""")]
    public void Whatever_else_comes_is_no_request(string line) => Assert.Null(log.Take(line));

    private static string Attempt(int client, string upstream, string? error = null) =>
        $$"""{"level":"debug","ts":1796004848.637,"logger":"http.handlers.reverse_proxy","msg":"upstream roundtrip","upstream":"{{upstream}}","duration":0.006,"request":{{Request(client)}},"""
        + (error is null ? "\"status\":200}" : $"\"error\":\"{error}\"}}");

    private static string End(int client, int status) =>
        $$"""{"level":"info","ts":1796004848.64,"logger":"http.log.access","msg":"handled request","request":{{Request(client)}},"user_id":"","duration":0.0125,"size":2,"status":{{status}}}""";

    private static string Request(int client) =>
        $$"""{"remote_ip":"198.18.0.3","remote_port":"{{400 + client}}","proto":"HTTP/1.1","method":"GET","host":"x","uri":"/"}""";

    private static (string? Outcome, string? Towards, bool IsOk) Told(LoggedRequest? request) =>
        (request?.Failure?.Name, request?.Towards, request?.IsOk ?? false);
}
