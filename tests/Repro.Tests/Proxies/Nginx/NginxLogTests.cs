using FsCheck;
using FsCheck.Fluent;
using Repro.Proxies;
using Repro.Proxies.Nginx;

namespace Repro.Tests.Proxies.Nginx;

/// <summary>Lines as nginx 1.22.1 sent them, with the tags of the rendered configuration.</summary>
public sealed class NginxLogTests
{
    private const string Errors = "<186>Nov 22 12:59:43 repro_error: 2026/11/22 12:59:43 [crit] 156#156: *401 ";
    private const string While =
        ", client: 198.18.0.3, server: , request: \"GET / HTTP/1.1\", upstream: \"http://198.18.0.2:81/\", host: \"x\"";

    private static Gen<(int Count, IReadOnlyList<int> Order)> Orders =>
        from count in Gen.Choose(2, 12)
        from order in Gen.Choose(0, 1000).ListOf(2 * count)
        select (count, (IReadOnlyList<int>)[.. order]);

    [Fact]
    public void An_answered_request_is_ok_with_its_time_and_its_backend()
    {
        var request = new NginxLog().Take("<190>Nov 22 12:59:43 repro_access: 399 1795352383.234 200 0.012 198.18.0.2:82");
        Assert.Equal(new LoggedRequest(1795352383.234, 0.012, "198.18.0.2:82", true, null, 1), request);
    }

    [Fact]
    public void A_backend_of_IPv6_is_called_by_its_address_in_brackets()
    {
        var request = new NginxLog().Take("<190>Nov 22 12:59:43 repro_access: 399 1795352383.234 502 0.012 [2001:2::6]:81, [2001:2::7]:81");

        Assert.Equal(("[2001:2::7]:81", 2), (request?.Towards, request?.Attempts));
    }

    [Theory]
    [InlineData(
        "connect() to [2001:2::6]:81 failed (99: Cannot assign requested address) while connecting to upstream",
        "502",
        "connect/EADDRNOTAVAIL")]
    [InlineData("bind(2001:2::5) failed (98: Address already in use) while connecting to upstream", "502", "bind/EADDRINUSE")]
    [InlineData(
        "connect() to 198.18.0.2:81 failed (99: Cannot assign requested address) while connecting to upstream",
        "502",
        "connect/EADDRNOTAVAIL")]
    [InlineData("connect() failed (111: Connection refused) while connecting to upstream", "502", "connect/ECONNREFUSED")]
    [InlineData("bind(198.18.0.11) failed (98: Address already in use) while connecting to upstream", "502", "bind/EADDRINUSE")]
    [InlineData("bind(198.18.0.11) failed (99: Cannot assign requested address) while connecting to upstream", "502", "bind/EADDRNOTAVAIL")]
    [InlineData("upstream timed out (110: Connection timed out) while connecting to upstream", "504", "connect/timeout")]
    [InlineData("upstream timed out (110: Connection timed out) while reading response header from upstream", "504", "read/timeout")]
    [InlineData("upstream prematurely closed connection while reading response header from upstream", "502", "read/closed")]
    [InlineData("recv() failed (104: Connection reset by peer) while reading response header from upstream", "502", "read/ECONNRESET")]
    [InlineData("no live upstreams while connecting to upstream", "502", "connect/no-live-upstreams")]
    [InlineData("socket() failed (24: Too many open files) while connecting to upstream", "502", "open/EMFILE")]
    [InlineData("4096 worker_connections are not enough while connecting to upstream", "500", "open/EMFILE")]
    [InlineData("something that nobody has seen yet", "503", "http/503")]
    public void A_failure_is_named_by_the_error_before_it(string error, string status, string outcome)
    {
        var log = new NginxLog();

        Assert.Null(log.Take($"{Errors}{error}{While}"));
        Assert.Equal((outcome, "198.18.0.2:81"), Taken(log, $"401 1795352383.234 {status} 0.000 198.18.0.2:81"));
        // And by none that is another request's.
        Assert.Equal(("http/502", "198.18.0.2:81"), Taken(log, "401 1795352383.234 502 0.000 198.18.0.2:81"));
    }

    [Theory]
    [Trait("Fault", "B12")]
    [InlineData("198.18.0.2:81", 1)]
    [InlineData("198.18.0.2:81, 198.18.0.2:82", 2)]
    [InlineData("-", 0)]
    public void Every_server_that_was_tried_is_an_attempt(string addresses, int attempts) => Assert.Equal(
        attempts, new NginxLog().Take($"<190>Nov 22 12:59:43 repro_access: 399 1795352383.234 200 0.012 {addresses}\n")!.Value.Attempts);

    [Fact]
    public void The_last_of_several_attempts_decides()
    {
        var log = new NginxLog();
        log.Take($"{Errors}connect() failed (111: Connection refused) while connecting to upstream{While}");
        log.Take($"{Errors}connect() to 198.18.0.2:82 failed (99: Cannot assign requested address) while connecting to upstream{While}");
        Assert.Equal(("connect/EADDRNOTAVAIL", "198.18.0.2:82"), Taken(log, "401 1795352472.715 502 0.000 198.18.0.2:81, 198.18.0.2:82"));

        log.Take($"{Errors}connect() failed (111: Connection refused) while connecting to upstream{While}");
        Assert.Equal((null, "198.18.0.2:82"), Taken(log, "401 1795352472.715 200 0.000 198.18.0.2:81, 198.18.0.2:82"));
    }

    [Fact]
    public void A_client_that_gave_up_is_neither_answered_nor_failed()
    {
        var request = Request(new NginxLog(), "9 1795352472.715 499 1.000 198.18.0.2:81");
        Assert.Equal((false, null), (request.IsOk, request.Failure));
    }

    [Fact]
    public void A_request_that_went_nowhere_was_on_its_way_to_all_of_them() =>
        Assert.Equal(("http/400", "backends"), Taken(new NginxLog(), "9 1795352472.715 400 0.000 -"));

    [Theory]
    [InlineData("")]
    [InlineData("repro_access: ")]
    [InlineData("repro_access: x 1.0 200 0.1 -")]
    [InlineData("<187>repro_error: 2026/11/22 [error] 1#1: no number")]
    public void What_is_not_a_line_of_the_log_is_nothing(string line) => Assert.Null(new NginxLog().Take(line));

    [Fact]
    public void Connections_do_not_mix() => Orders.ForAll(
        sample =>
        {
            // Each connection has its error before its end; the connections' lines come in any order.
            int[] errnos = [99, 111, 104, 98];
            var lines = Enumerable.Range(0, sample.Count).Select(number => new Queue<string>(
            [
                $"repro_error: x [crit] 1#1: *{number} connect() failed ({errnos[number % 4]}: why) while connecting to upstream",
                $"repro_access: {number} 1.000 502 0.000 198.18.0.2:{number}",
            ])).ToList();
            var log = new NginxLog();
            var outcomes = new SortedDictionary<string, string>();
            foreach (var turn in sample.Order)
            {
                var open = lines.FindAll(queue => queue.Count > 0);
                if (log.Take(open[turn % open.Count].Dequeue()) is { } request)
                {
                    outcomes[request.Towards] = request.Failure!.Name;
                }
            }

            Assert.Equal(
                new SortedDictionary<string, string>(Enumerable.Range(0, sample.Count).ToDictionary(
                    number => $"198.18.0.2:{number}", number => $"connect/{Repro.Linux.Errno.Name(errnos[number % 4])}")),
                outcomes);
        });

    private static LoggedRequest Request(NginxLog log, string access) => log.Take($"<190>Nov 22 12:59:43 repro_access: {access}")!.Value;

    private static (string? Failure, string Towards) Taken(NginxLog log, string access)
    {
        var request = Request(log, access);
        Assert.Equal(request.Failure is null, request.IsOk);
        return (request.Failure?.Name, request.Towards);
    }
}
