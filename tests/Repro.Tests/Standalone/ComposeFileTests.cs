using System.CommandLine;
using System.Text.RegularExpressions;
using Repro.Cli;
using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Standalone;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Repro.Tests.Standalone;

public sealed partial class ComposeFileTests
{
    private const string RepositorysName = "docker-compose.lab.yml";

    [Fact]
    public void The_repositorys_file_is_what_the_program_writes() =>
        Assert.Equal(Quick, File.ReadAllText(RepositoryRoot.PathOf("docker-compose.lab.yml")));

    [Fact]
    public void It_has_a_container_for_each_host_at_an_address_of_its_own()
    {
        var services = Services(Quick);

        Assert.Equal(
            ["backend-1", "backend-2", "client-1", "client-2", "client-3", "client-4", "proxy"],
            services.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(services.Count, services.Values.Select(AddressOf).Distinct().Count());
        Assert.All(services.Values, service => Assert.StartsWith("198.19.255.", AddressOf(service), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("network: { family: ipv6 }")]
    [InlineData(
        "{ load: { arrivals: ramp, from: 10/s, response: 4KiB, timeout: 1s }, backends: { ports: 40, delay: 20ms, finDelay: 1s } }")]
    [InlineData(
        "{ proxy: { socketPorts: 40000 40099, bind: port, keepAlive: { connections: 9, requests: 3 } }, prefill: 50%, clients: { count: "
        + "32 } }")]
    public void Every_command_is_one_that_the_program_has(string yaml)
    {
        var lab = LabVerb.Create();

        foreach (var service in Services(Of(yaml)).Values)
        {
            var parsed = lab.Parse(Words((string)service["command"]));
            Assert.Empty(parsed.Errors);
            var role = parsed.CommandResult.Command.Name;
            var settings = parsed.GetValue<string[]>("--set") ?? [];
            Assert.Empty(ScenarioFile.Parse("{}", role, settings).Diagnostics);
        }
    }

    [Fact]
    public void The_clients_share_the_load_and_ask_the_proxy_which_asks_every_backend_at_every_port()
    {
        var services = Services(Of("{ clients: { count: 2 }, backends: { count: 2, ports: 2 } }"));

        Assert.Equal(
            "lab client --share 2/2 --target 198.19.255.4:80 --set load.rate=500/s --set load.duration=10s",
            services["client-2"]["command"]);
        Assert.Equal(
            "lab proxy --listen 198.19.255.4:80 --target 198.19.255.5:81 --target 198.19.255.6:81 --target 198.19.255.5:82 --target "
                + "198.19.255.6:82",
            services["proxy"]["command"]);
        Assert.Equal("lab backend --listen 198.19.255.6:81 --listen 198.19.255.6:82", services["backend-2"]["command"]);
    }

    [Fact]
    public void Over_IPv6_addresses_stand_in_brackets_where_a_port_follows_and_the_network_has_it()
    {
        var text = Of("{ network: ipv6, clients: { count: 2 }, backends: { count: 2 } }");
        var services = Services(text);

        Assert.Equal(
            "lab proxy --listen [2001:2:0:ff::4]:80 --target [2001:2:0:ff::5]:81 --target [2001:2:0:ff::6]:81",
            services["proxy"]["command"]);
        Assert.Contains("        ipv6_address: ${REPRO_SUBNET:-2001:2:0:ff:}:4\n", text, StringComparison.Ordinal);
        Assert.Contains("    enable_ipv6: true\n", text, StringComparison.Ordinal);
        Assert.Contains("        - subnet: ${REPRO_SUBNET:-2001:2:0:ff:}:/64\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sysctls_are_variables_and_the_usual_ones_are_there_unasked()
    {
        var text = Of(
            """
            proxy: { sysctls: { net.ipv4.tcp_tw_reuse_delay: 500, net.core.somaxconn: 99 } }
            clients: { sysctls: { net.ipv4.tcp_timestamps: 0 } }
            """);

        Assert.Contains("net.ipv4.ip_local_port_range: ${PROXY_PORTS:-32768 60999}\n", text, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.tcp_tw_reuse: ${PROXY_TCP_TW_REUSE:-2}\n", text, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.tcp_tw_reuse_delay: ${PROXY_TCP_TW_REUSE_DELAY:-500}\n", text, StringComparison.Ordinal);
        Assert.Contains("net.core.somaxconn: ${PROXY_CORE_SOMAXCONN:-99}\n", text, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.tcp_timestamps: ${CLIENT_TCP_TIMESTAMPS:-0}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sysctl_that_not_every_kernel_has_is_set_only_where_the_case_does() =>
        Assert.DoesNotContain(Sysctls.TcpTwReuseDelayKey, SysctlsOf(Services(Quick)["proxy"]).Keys);

    [Fact]
    public void A_value_that_a_variable_could_not_hold_stands_for_itself()
    {
        var service = Services(Of("{ proxy: { sysctls: { net.a: \"it's ${x}\" } } }"))["proxy"];

        Assert.Equal("it's $${x}", SysctlsOf(service)["net.a"]);
    }

    [Fact]
    public void Every_variable_is_listed_with_the_default_that_it_has()
    {
        var listed = Listed().Matches(Quick).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);

        Assert.Equal(8, listed.Count);
        Assert.All(Variable().Matches(Quick), match => Assert.Equal(match.Groups["value"].Value, listed[match.Groups["name"].Value]));
    }

    [Theory]
    [InlineData("{ proxy: { addresses: 2 } }", "proxy.addresses=2")]
    [InlineData("{ backends: { addresses: 3 } }", "backends.addresses=3")]
    public void What_containers_cannot_have_is_refused_by_name(string yaml, string named) =>
        Assert.Contains(named, Assert.Throws<ReproException>(() => Of(yaml)).Message, StringComparison.Ordinal);

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData("/some/where/mine.yaml", "mine.yaml")]
    [InlineData("my lab's.yaml", @"'my lab'\''s.yaml'")]
    [InlineData(null, "FILE")]
    public void It_is_called_by_its_own_name(string? path, string called)
    {
        var text = Of(ScenarioFile.Parse("{}", "some.yaml").Scenario, path);

        Assert.Contains($"#   docker compose -f {called} up ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(RepositorysName, text, StringComparison.Ordinal);
    }

    private static string Quick
    {
        get
        {
            var (scenario, _) = ScenarioFile.Parse(File.ReadAllText(RepositoryRoot.PathOf("scenarios", "quick.yaml")), "quick.yaml");
            return Of(scenario, RepositorysName);
        }
    }

    private static string Of(string yaml)
    {
        var (scenario, wrong) = ScenarioFile.Parse(yaml, "some.yaml");
        Assert.Empty(wrong);
        return Of(scenario, RepositorysName);
    }

    private static string Of(Scenario scenario, string? path) =>
        ComposeFile.Of(scenario.Name, Planner.Create(scenario, new Kernel()).Plan.Cases.Single(planned => planned.IsBaseline), path);

    private static Dictionary<string, Dictionary<object, object>> Services(string text)
    {
        var file = new DeserializerBuilder().Build()
            .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(Interpolated(text)))));
        return ((Dictionary<object, object>)file["services"])
            .ToDictionary(pair => (string)pair.Key, pair => (Dictionary<object, object>)pair.Value);
    }

    private static string AddressOf(Dictionary<object, object> service) =>
        (string)((Dictionary<object, object>)((Dictionary<object, object>)service["networks"])["lab"])["ipv4_address"];

    private static Dictionary<string, string> SysctlsOf(Dictionary<object, object> service) =>
        ((Dictionary<object, object>)service["sysctls"]).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value);

    private static string Interpolated(string text) => Variable().Replace(text, match => match.Groups["value"].Value);

    private static string[] Words(string command) =>
        [.. Word().Matches(command).Select(match => match.Value.Trim('\'')).SkipWhile(word => word == "lab")];

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Z0-9_]+):-(?<value>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^#   (?<name>[A-Z0-9_]+) +(?<value>[^ ]+( [^ ]+)?) {2,}", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"'[^']*'|[^ ]+")]
    private static partial Regex Word();
}
