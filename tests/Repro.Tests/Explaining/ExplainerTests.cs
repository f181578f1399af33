using Repro.Explaining;
using Repro.Scenarios;
using Repro.Tests.Watching;

namespace Repro.Tests.Explaining;

public sealed class ExplainerTests
{
    private const string Range = "net.ipv4.ip_local_port_range = 32768\t33767";
    private const string Nginx99 =
        "2026/11/30 10:00:00 [crit] 7#7: *9 connect() to 10.0.0.2:80 failed (99: Cannot assign requested address) while connecting to "
        + "upstream, client: 10.0.0.9, server: , request: \"GET / HTTP/1.1\", upstream: \"http://10.0.0.2:80/\", host: \"x\"";

    [Theory]
    [InlineData(Nginx99, Cause.Ports)]
    [InlineData("Connect() failed for backend app: no free ports.", Cause.Ports)]
    [InlineData("dial tcp 10.0.0.2:80: connect: cannot assign requested address", Cause.Ports)]
    [InlineData("Error: connect EADDRNOTAVAIL 10.0.0.2:80 - Local (0.0.0.0:0)", Cause.Ports)]
    [InlineData("bind(10.9.9.9) failed (99: Cannot assign requested address) while connecting to upstream", Cause.NoSuchAddress)]
    [InlineData("2026/11/30 [emerg] 1#1: bind() to 0.0.0.0:8080 failed (98: Address already in use)", Cause.ListenerTaken)]
    [InlineData("Error: listen EADDRINUSE: address already in use :::3000", Cause.ListenerTaken)]
    [InlineData("bind(10.0.0.1) failed (98: Address already in use) while connecting to upstream, client: 10.0.0.9", Cause.PortsBoundFirst)]
    [InlineData("2026/11/30 [alert] 7#7: *9 socket() failed (24: Too many open files) while connecting to upstream", Cause.OpenFiles)]
    [InlineData("accept4: too many open files; retrying in 1s", Cause.OpenFiles)]
    [InlineData("2026/11/30 [alert] 7#7: 768 worker_connections are not enough while connecting to upstream", Cause.ConnectionLimit)]
    [InlineData("[1234.5] nf_conntrack: nf_conntrack: table full, dropping packet", Cause.ConntrackFull)]
    [InlineData("2026/11/30 [error] 7#7: *9 connect() failed (111: Connection refused) while connecting to upstream", Cause.Refused)]
    [InlineData("connect: no route to host", Cause.Unreachable)]
    [InlineData("connect() to 10.0.0.2:80 failed (111: Connection refused), client: 10.0.0.99", Cause.Refused)]
    [InlineData("bind(10.0.0.9) failed (98: in use) while connecting to upstream, client: 10.0.0.99", Cause.PortsBoundFirst)]
    [InlineData("dial tcp 10.0.0.9:0->10.0.0.2:80: bind: address already in use", Cause.PortsBoundFirst)]
    [InlineData("curl: (45) bind failed with errno 98: Address already in use", Cause.PortsBoundFirst)]
    [InlineData("listen tcp 10.0.0.9:80: bind: cannot assign requested address", Cause.NoSuchAddress)]
    [InlineData("Error: listen EADDRNOTAVAIL: address not available 10.0.0.9:3000", Cause.NoSuchAddress)]
    [InlineData("Starting proxy web: cannot bind socket (Cannot assign requested address) [10.0.0.9:80]", Cause.NoSuchAddress)]
    [InlineData("Bind to port 22 on 10.0.0.9 failed: Cannot assign requested address.", Cause.NoSuchAddress)]
    [InlineData("could not bind IPv4 address \"10.0.0.9\": Cannot assign requested address", Cause.NoSuchAddress)]
    [InlineData("java.net.BindException: Cannot assign requested address (Bind failed)", Cause.NoSuchAddress)]
    [InlineData("curl: (45) bind failed with errno 99: Cannot assign requested address", Cause.NoSuchAddress)]
    [InlineData("dial tcp 10.0.0.9:0->10.0.0.2:80: bind: cannot assign requested address", Cause.NoSuchAddress)]
    [InlineData("redis: Error 99 connecting to 10.0.0.5:6379. Cannot assign requested address.", Cause.Ports)]
    [InlineData("upstream connect error or disconnect/reset before headers. connect error: 99", Cause.Ports)]
    public void A_line_alone_is_explained(string line, Cause cause) => Assert.Equal(cause, Explain(line).Cause);

    [Theory]
    [InlineData("")]
    [InlineData("it is slow, please help")]
    [InlineData("2026/11/30 [error] 7#7: *9 upstream timed out (110: Connection timed out) while connecting to upstream")]
    [InlineData("read: connection reset by peer")]
    [InlineData("TCP:   28500 (estab 200, closed 28200, orphaned 0, timewait 28100)")]
    [InlineData("connect() to [::1]:80 failed (99: Cannot assign requested address)")]
    [InlineData("TcpExtListenOverflows           12                 0.0")]
    [InlineData("    12 times the listen queue of a socket overflowed")]
    [InlineData("connect() to 10.0.0.2:80 failed (110: timed out), client: 10.0.0.9, request: \"GET /items/99 HTTP/1.1\"")]
    [InlineData("Server listening on 10.0.0.98:8080")]
    [InlineData("Loki listening; 98 rules loaded")]
    [InlineData("dial tcp [::1]:8080: connect: cannot assign requested address")]
    [InlineData("Error: connect EADDRNOTAVAIL ::1:3000 - Local (:::0)")]
    [InlineData("Immediate connect fail for ::1: Cannot assign requested address")]
    [InlineData("connection to server at \"localhost\" (::1), port 5432 failed: Cannot assign requested address")]
    [InlineData("Error 99 connecting to localhost:6379. Cannot assign requested address.")]
    [InlineData("10.0.0.9 - - \"GET /wiki/ECONNREFUSED HTTP/1.1\" 200")]
    [InlineData("Immediate connect fail for 2001:db8::1: Network is unreachable, trying [2001:db8::2]:80")]
    [InlineData("failed to create fsnotify watcher: too many open files")]
    [InlineData("  code: 'ECONNREFUSED',")]
    public void What_does_not_say_is_not_guessed_at_and_what_to_paste_is_named(string line)
    {
        var explanation = Explain(line);
        Assert.Equal(Cause.CannotTell, explanation.Cause);
        Assert.NotEmpty(explanation.Paste);
    }

    [Theory]
    [InlineData("TIME-WAIT", 1000, Cause.PortsInTimeWait)]
    [InlineData("TIME-WAIT", 970, Cause.CannotTell)]
    [InlineData("ESTAB", 998, Cause.PortsOfOpenConnections)]
    [InlineData("SYN-SENT", 1000, Cause.PortsUnanswered)]
    [InlineData("FIN-WAIT-2", 1000, Cause.PortsInFinWait2)]
    [InlineData("CLOSE-WAIT", 1000, Cause.CloseWaitLeak)]
    [InlineData("CLOSE-WAIT", 300, Cause.CloseWaitLeak)]
    [InlineData("TIME-WAIT", 500, Cause.CannotTell)]
    public void Sockets_say_what_holds_the_ports(string state, int count, Cause cause) =>
        Assert.Equal(cause, Explain([Range, .. Sockets(state, count)]).Cause);

    [Fact]
    public void A_log_and_sockets_together_name_the_destination_and_both_witnesses()
    {
        var explanation = Explain([Range, Nginx99, Nginx99, .. Sockets("TIME-WAIT", 1000)]);
        Assert.Equal((Cause.PortsInTimeWait, "10.0.0.2:80"), (explanation.Cause, explanation.Towards));
        Assert.Contains("1000 of 1000 ports", explanation.Text, StringComparison.Ordinal);
        Assert.Contains("2 lines of a log say EADDRNOTAVAIL", explanation.Text, StringComparison.Ordinal);
        Assert.Empty(explanation.Paste);
    }

    [Fact]
    public void Two_samples_of_the_same_sockets_are_one() => Assert.Equal(
        Cause.CannotTell, Explain([Range, .. Sockets("TIME-WAIT", 600), .. Sockets("TIME-WAIT", 600)]).Cause);

    [Fact]
    public void A_full_tuple_comes_before_what_a_log_says_of_others()
    {
        var explanation = Explain([Range, "connect() to 10.0.0.7:80 failed (111: Connection refused)", .. Sockets("TIME-WAIT", 1000)]);
        Assert.Equal(Cause.PortsInTimeWait, explanation.Cause);
        Assert.Contains("10.0.0.7:80", Assert.Single(explanation.Beside), StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_towards_another_destination_is_no_witness()
    {
        var explanation = Explain(
            [Range, "connect() to 10.0.0.77:443 failed (99: Cannot assign requested address)", .. Sockets("TIME-WAIT", 1000)]);
        Assert.DoesNotContain("of a log", explanation.Text, StringComparison.Ordinal);
        Assert.Contains("10.0.0.77:443", Assert.Single(explanation.Beside), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sudo sysctl -w net.ipv4.ip_local_port_range=\"32768 33767\" net.ipv4.tcp_tw_reuse=1")]
    [InlineData("net.ipv4.ip_local_port_range = 32768 33767 # as always")]
    public void A_range_is_read_however_it_is_written(string line) =>
        Assert.Contains("1000 of 1000", Explain([line, .. Sockets("TIME-WAIT", 1000)]).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("net.ipv4.ip_local_port_range = 40999 40000")]
    [InlineData("net.ipv4.ip_local_reserved_ports = 70000")]
    [InlineData("net.ipv4.tcp_max_tw_buckets = lots")]
    public void A_value_that_makes_no_sense_is_asked_for_again(string line) =>
        Assert.Contains(Explain([line, .. Sockets("TIME-WAIT", 10)]).Paste, text => text.Contains(line, StringComparison.Ordinal));

    [Theory]
    [InlineData("net.ipv4.ip_unprivileged_port_start = 70000")]
    [InlineData("net.ipv4.ip_local_port_range = 50000 50001")]
    [InlineData("net.ipv4.ip_local_reserved_ports = 1-65535")]
    public void Odd_values_are_no_fault_of_ours(string line) => Assert.NotNull(Explain([line, .. Sockets("TIME-WAIT", 10)]).ToJson());

    [Fact]
    public void Long_lines_are_read_in_no_time()
    {
        foreach (var words in new[] { "bind( failed 98 ", "listening set ", "net.a = ", "(timewait,1", "dial tcp ->" })
        {
            Assert.NotNull(Explain(string.Concat(Enumerable.Repeat(words, 20_000))));
        }
    }

    [Fact]
    public void Of_two_causes_the_one_with_more_lines_comes_first_and_the_other_is_told()
    {
        const string files = "socket() failed (24: Too many open files)";
        var explanation = Explain(files, files, Nginx99);
        Assert.Equal(Cause.OpenFiles, explanation.Cause);
        Assert.Contains("EADDRNOTAVAIL", Assert.Single(explanation.Beside), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_advice_in_the_text_is_contradicted()
    {
        var explanation = Explain(Nginx99, "just do sysctl -w net.ipv4.tcp_fin_timeout=15 and ulimit -n 65535");
        Assert.Equal(2, explanation.Contradicted.Count);
    }

    [Fact]
    public void Advice_that_fits_another_cause_is_left_alone() =>
        Assert.Empty(Explain("socket() failed (24: Too many open files)", "raise it: ulimit -n 65535").Contradicted);

    // ss cuts seconds off: the youngest says 59.
    [Fact]
    public void A_host_that_is_not_full_yet_has_a_scenario_too()
    {
        var sockets = Enumerable.Range(0, 400).Select(n =>
            FormattableString.Invariant($"TIME-WAIT 0 0 10.0.0.1:{32768 + n} 10.0.0.2:80 timer:(timewait,{59 - (n / 20)}sec,0)"));
        var all = File.ReadAllLines(RepositoryRoot.PathOf("tests", "Repro.Tests", "Explaining", "sysctl.txt"));
        var (scenario, wrong) = ScenarioFile.Parse(Explainer.Explain([.. all, .. sockets], Looks.Kernel).Scenario!, "pasted.yaml");
        Assert.Empty(wrong);
        Assert.InRange(scenario.Conditions.Load.Rate.PerSecond, 18, 23);
    }

    [Fact]
    public void The_timers_of_ss_are_enough_for_a_scenario()
    {
        // A thousand ports, taken at 250/s, the last of them 5 s ago.
        var sockets = Enumerable.Range(0, 1000).Select(n =>
            FormattableString.Invariant($"TIME-WAIT 0 0 10.0.0.1:{32768 + n} 10.0.0.2:80 timer:(timewait,{55 - (n / 250)}sec,0)"));
        var text = Explainer.Explain([Range, .. sockets], Looks.Kernel).Scenario;
        var (scenario, wrong) = ScenarioFile.Parse(text!, "pasted.yaml");
        Assert.Empty(wrong);
        Assert.InRange(scenario.Conditions.Load.Rate.PerSecond, 200, 350);
        Assert.Equal("32768 33767", scenario.Conditions.Clients.Sysctls.Values["net.ipv4.ip_local_port_range"]);
    }

    private static Explanation Explain(params IEnumerable<string> lines) => Explainer.Explain(lines, Looks.Kernel).Explanation;

    private static IEnumerable<string> Sockets(string state, int count) =>
        Enumerable.Range(0, count).Select(n => $"{state} 0 0 10.0.0.1:{32768 + n} 10.0.0.2:80");
}
