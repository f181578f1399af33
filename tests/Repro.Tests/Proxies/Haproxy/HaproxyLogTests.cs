using FsCheck.Fluent;
using Repro.Proxies.Haproxy;

namespace Repro.Tests.Proxies.Haproxy;

/// <summary>Lines as HAProxy 2.6.12 sent them.</summary>
public sealed class HaproxyLogTests
{
    private const string NoPorts = "Connect() failed for backend backends: no free ports.\n";

    [Theory]
    [InlineData("repro 1795352410.862 -- 12 0 198.18.0.2:81 -\n")]
    [InlineData("repro 1795352410.862 -- 12 0 198.18.0.2:81 200\n")]
    [InlineData("repro 1795352410.862 -- 12 0 198.18.0.11-198.18.0.2:81 200\n")]
    public void An_answered_request_is_ok_with_its_time_and_its_backend(string line)
    {
        var request = new HaproxyLog().Take(line)!.Value;
        Assert.Equal(("198.18.0.2:81", true, null, 0.012), (request.Towards, request.IsOk, request.Failure, request.Seconds));
        Assert.Equal(1795352410.874, request.EndedAt, 1e-6);
    }

    [Fact]
    public void A_backend_of_IPv6_is_called_by_its_address_in_brackets() =>
        Assert.Equal(
            "[2001:2::6]:81", new HaproxyLog().Take("repro 1795352410.862 -- 12 0 2001:2::5-2001:2::6:81 200\n")?.Towards);

    [Theory]
    [InlineData(NoPorts, "SC", "-", "connect/EADDRNOTAVAIL")]
    [InlineData(NoPorts, "SC", "503", "connect/EADDRNOTAVAIL")]
    [InlineData("Connect() failed for backend backends: local address already in use.\n", "SC", "503", "connect/EADDRINUSE")]
    [InlineData("Cannot bind to source address before connect() for backend backends. Aborting.\n", "SC", "503", "bind/EADDRINUSE")]
    [InlineData(
        "Proxy backends reached process FD limit (maxsock=100). Please check 'ulimit-n' and restart.\n", "RC", "503", "open/EMFILE")]
    [InlineData("", "SC", "503", "connect/failed")]
    [InlineData("", "sC", "503", "connect/timeout")]
    [InlineData("", "sH", "504", "read/timeout")]
    [InlineData("", "sD", "-", "read/timeout")]
    [InlineData("", "SH", "502", "read/closed")]
    [InlineData("", "--", "404", "http/404")]
    [InlineData("", "PR", "400", "http/400")]
    [InlineData("", "CD", "-", null)]
    [InlineData("", "cR", "408", null)]
    public void A_failure_is_named_by_the_termination_state_and_the_message_before_it(
        string message, string state, string status, string? outcome)
    {
        var log = new HaproxyLog();

        Assert.Null(log.Take(message));
        var request = log.Take($"repro 1795352410.925 {state} 0 0 198.18.0.2:81 {status}\n")!.Value;
        Assert.Equal((outcome, false), (request.Failure?.Name, request.IsOk));
    }

    [Theory]
    [Trait("Fault", "B12")]
    [InlineData("0", 1)]
    [InlineData("2", 3)]
    [InlineData("+1", 2)]
    public void Every_retry_is_an_attempt_more(string retries, int attempts) => Assert.Equal(
        attempts, new HaproxyLog().Take($"repro 1795352410.925 -- 0 {retries} 198.18.0.2:81 200\n")!.Value.Attempts);

    [Fact]
    public void A_message_is_used_once()
    {
        var log = new HaproxyLog();
        log.Take(NoPorts);

        Assert.Equal("connect/EADDRNOTAVAIL", Failure(log, "SC", "0"));
        Assert.Equal("connect/failed", Failure(log, "SC", "0"));
    }

    [Theory]
    [InlineData("SC", "+1", "connect/EADDRNOTAVAIL")]
    [InlineData("--", "2", null)]
    public void A_session_takes_the_messages_of_all_of_its_attempts(string state, string retries, string? outcome)
    {
        var log = new HaproxyLog();
        log.Take(NoPorts);
        log.Take(NoPorts);

        Assert.Equal(outcome, Failure(log, state, retries));
        Assert.Equal("connect/failed", Failure(log, "SC", "0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Proxy clients started.")]
    [InlineData("repro x -- 0 0 s 200")]
    public void What_is_not_a_line_of_the_log_is_nothing(string line) => Assert.Null(new HaproxyLog().Take(line));

    [Fact]
    public void Sessions_that_end_well_in_between_change_nothing() => Gen.Choose(0, 3).Listed(20).ForAll(
        kinds =>
        {
            var log = new HaproxyLog();
            var outcomes = new List<string?>();
            foreach (var (fails, hasOther) in kinds.Select(kind => (kind % 2 == 1, kind > 1)))
            {
                log.Take(fails ? NoPorts : "");
                if (hasOther)
                {
                    Assert.True(log.Take("repro 1.000 -- 0 0 198.18.0.2:82 200")!.Value.IsOk);
                }

                outcomes.Add(Failure(log, fails ? "SC" : "--", "0"));
            }

            Assert.Equal(kinds.Select(kind => kind % 2 == 1 ? "connect/EADDRNOTAVAIL" : null), outcomes);
        });

    private static string? Failure(HaproxyLog log, string state, string retries) =>
        log.Take($"repro 1795352410.925 {state} 0 {retries} 198.18.0.2:81 200\n")!.Value.Failure?.Name;
}
