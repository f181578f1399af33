using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

/// <summary>Files of sysctls as systems have them, read as they are.</summary>
public sealed class TuningFileTests
{
    private const string Conf = """
        # Tuning of the proxies
        ; the old way of a comment
        net.ipv4.ip_local_port_range =  1024	60999
        net/ipv4/tcp_tw_reuse=1
          -net.ipv4.tcp_fin_timeout = 15
        net.ipv4.tcp_fin_timeout = 20

        vm.swappiness = 10
        net.core.rmem_max = 16777216
        net.ipv4.conf.*.rp_filter = 2
        net/ipv4/conf/eth0.100/rp_filter = 2
        -net.ipv4.conf.all.rp_filter
        """;

    [Fact]
    public void What_it_sets_is_set_under_what_stands_beside_it_and_what_no_host_can_have_is_told_by_its_line()
    {
        var (scenario, said) = Parse("proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 2, file: 90-net.conf } }");

        Assert.Equal(
            ["net.ipv4.ip_local_port_range=1024 60999", "net.ipv4.tcp_fin_timeout=20", "net.ipv4.tcp_tw_reuse=2"],
            scenario.Conditions.Proxy.Sysctls.Values.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.All(said, diagnostic => Assert.True(diagnostic.IsWarning));
        Assert.Equal(
            [
                "90-net.conf:8:1: warning: vm.swappiness is the whole machine's: a network namespace has net.* alone; it is left out",
                "90-net.conf:9:1: warning: net.core.rmem_max is the whole machine's: the network namespace that a host is can read it, and "
                    + "not write it; it is left out",
                "90-net.conf:10:1: warning: 'net.ipv4.conf.*.rp_filter' is a pattern, or of a device with a dot in its name; it is left "
                    + "out",
                "90-net.conf:11:1: warning: 'net/ipv4/conf/eth0.100/rp_filter' is a pattern, or of a device with a dot in its name; it is "
                    + "left out",
                "90-net.conf:12:1: warning: 'net.ipv4.conf.all.rp_filter' only keeps patterns off a key; it is left out",
            ],
            said.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void A_sysctl_of_it_is_known_by_the_files_line() => Assert.Equal(
        ["90-net.conf:3:1", "90-net.conf:4:1", "90-net.conf:6:1"],
        Parse("clients: { sysctls: { file: 90-net.conf } }").Scenario.NamedSysctls.Select(named => named.Position.ToString()));

    [Fact]
    public void A_run_needs_the_file_no_more_wherever_it_was_named()
    {
        var (scenario, _) = Parse("""
            mitigations: [{ name: tuned, change: { proxy: { sysctls: { file: 90-net.conf } } } }]
            steps: [{ at: 2s, backends: { sysctls: { file: 90-net.conf } } }]
            """);
        var written = ScenarioText.Canonical(scenario);

        Assert.DoesNotContain("90-net.conf", written, StringComparison.Ordinal);
        Assert.Equal(written, ScenarioText.Canonical(ScenarioText.Parse(written)));
        Assert.Equal("1", scenario.Mitigations[0].Overlay!.Apply(new()).Proxy.Sysctls.Values["net.ipv4.tcp_tw_reuse"]);
        Assert.Equal("20", scenario.Conditions.Steps.All[0].Backends.Values["net.ipv4.tcp_fin_timeout"]);
    }

    [Fact]
    public void It_may_be_named_on_the_command_line() => Assert.Equal(
        "1024 60999",
        ScenarioFile.Parse("{}", ScenarioText.File, ["proxy.sysctls.file=90-net.conf"], _ => Conf).Scenario
            .Conditions.Proxy.Sysctls.Values["net.ipv4.ip_local_port_range"]);

    [Theory]
    [InlineData("net.ipv4.tcp_tw_reuse = 7", "1:1: net.ipv4.tcp_tw_reuse: '7' is not valid; write 0 (never), 1")]
    [InlineData("net.ipv4..x = 7", "1:1: 'net.ipv4..x' can't be set per host")]
    public void A_line_that_is_wrong_is_an_error_where_it_stands(string text, string begins)
    {
        var (_, wrong) = ScenarioFile.Parse("proxy: { sysctls: { file: a.conf } }", ScenarioText.File, readFile: _ => text);

        Assert.StartsWith($"a.conf:{begins}", Assert.Single(wrong).ToString(), StringComparison.Ordinal);
        Assert.False(wrong[0].IsWarning);
    }

    [Fact]
    public void A_file_that_can_not_be_read_is_an_error_where_it_is_named()
    {
        var (_, wrong) = ScenarioFile.Parse(
            "proxy: { sysctls: { file: no.conf } }", ScenarioText.File,
            readFile: path => throw new ReproException(FailureKind.BadInput, $"{path} is not there.", "Give another."));

        Assert.Equal("test.yaml:1:27: no.conf is not there. Give another.", Assert.Single(wrong).ToString());
    }

    [Theory]
    [InlineData("net.ipv4.tcp_tw_reuse 1", "1:1: warning: 'net.ipv4.tcp_tw_reuse 1' is no line of a file of sysctls, which is key = value")]
    [InlineData("= 1", "1:1: warning: '= 1' is no line of a file of sysctls, which is key = value")]
    [InlineData("\n net.ipv4.tcp_tw_reuse =", "2:2: warning: net.ipv4.tcp_tw_reuse is given no value")]
    [InlineData("-net.ipv4.tcp_tw_recycle = 0", "1:1: warning: net.ipv4.tcp_tw_recycle is not in this kernel, and need not be")]
    public void A_line_that_sysctl_passes_by_is_left_out_with_a_warning(string text, string begins)
    {
        var (scenario, said) = ParseOne(text, name => name != "net.ipv4.tcp_tw_recycle");

        Assert.StartsWith($"a.conf:{begins}", Assert.Single(said).ToString(), StringComparison.Ordinal);
        Assert.Empty(scenario.Conditions.Proxy.Sysctls.Values);
    }

    [Theory]
    [InlineData("-net.ipv4.tcp_tw_reuse = 1")]
    [InlineData("/proc/sys/net/ipv4/tcp_tw_reuse = 1")]
    [InlineData("proc/sys/net/ipv4/tcp_tw_reuse = 1")]
    [InlineData("net.ipv4.tcp_tw_recycle = 0")]
    public void A_line_is_taken_by_its_path_too_and_with_its_dash_where_there_is_such_a_sysctl(string text)
    {
        var (scenario, said) = ParseOne(text, name => name != "net.ipv4.tcp_tw_recycle");

        Assert.Empty(said);
        Assert.Single(scenario.Conditions.Proxy.Sysctls.Values);
    }

    [Fact]
    public void A_list_of_reserved_ports_may_have_nothing_in_it()
    {
        var scenario = ScenarioFile.Parse(
            """
            proxy: { sysctls: { net.ipv4.ip_local_reserved_ports: 40000 } }
            mitigations: [{ name: none-reserved, change: { proxy: { sysctls: { file: a.conf } } } }]
            """,
            ScenarioText.File,
            readFile: _ => "net.ipv4.ip_local_reserved_ports =").Scenario;

        Assert.Single(scenario.Conditions.Proxy.Sysctls.ReservedPorts);
        Assert.Empty(scenario.Mitigations[0].Overlay!.Apply(scenario.Conditions).Proxy.Sysctls.ReservedPorts);
        Assert.Equal(ScenarioText.Canonical(scenario), ScenarioText.Canonical(ScenarioText.Parse(ScenarioText.Canonical(scenario))));
    }

    [Fact]
    public void Its_warnings_take_no_place_of_an_error()
    {
        var lines = string.Concat(Enumerable.Range(0, 300).Select(number => $"vm.x{number} = 1\n"));
        var (_, said) = ScenarioFile.Parse(
            "load: { rate: bogus }\nproxy: { sysctls: { file: a.conf } }", ScenarioText.File, readFile: _ => lines);

        Assert.StartsWith(
            "test.yaml:1:15: 'bogus' is not valid", Assert.Single(said, one => !one.IsWarning).ToString(), StringComparison.Ordinal);
        Assert.Equal(100, said.Count(one => one.IsWarning));
        Assert.EndsWith("there is more to warn of from here on", said.Last(one => one.IsWarning).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_too_long_is_refused_and_not_cut()
    {
        var (scenario, said) = ParseOne("net.ipv4.tcp_tw_reuse = 1\n" + new string('#', ScenarioFile.LongestText), null);

        Assert.Equal(
            "test.yaml:1:27: a.conf is longer than 256 KiB; keep what the hosts are to be given, in a file of its own",
            Assert.Single(said).ToString());
        Assert.Empty(scenario.Conditions.Proxy.Sysctls.Values);
    }

    [Fact]
    public void It_is_no_value_of_a_matrix() => Assert.Equal(
        "1:11: a file of sysctls is no value of a matrix; give each file a mitigation of its own, with change: { proxy: { sysctls: { file: "
            + "90-net.conf } } }",
        ScenarioText.Error("matrix: { proxy.sysctls.file: [a.conf, b.conf] }"));

    private static (Scenario Scenario, IReadOnlyList<Diagnostic> Diagnostics) ParseOne(string text, Func<string, bool>? hasSysctl) =>
        ScenarioFile.Parse("proxy: { sysctls: { file: a.conf } }", ScenarioText.File, readFile: _ => text, hasSysctl: hasSysctl);

    private static (Scenario Scenario, IReadOnlyList<Diagnostic> Diagnostics) Parse(string yaml) =>
        ScenarioFile.Parse(yaml, ScenarioText.File, readFile: path => path == "90-net.conf" ? Conf : "");
}
