using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Repro.Docker;
using Repro.Labs;
using Repro.Labs.Docker;
using Repro.Tests.Docker;

namespace Repro.Tests.Labs.Docker;

/// <summary>A lab in containers, in front of an engine that is played.</summary>
public sealed class DockerLabTests : IAsyncLifetime
{
    private const string Answer = """{"sysctls":{"net.ipv4.ip_local_port_range":"33000 33099"},"taken":[]}""";
    private const string AnswerWithATakenPort = """{"sysctls":{"net.ipv4.ip_local_port_range":"33000 33099"},"taken":[33007]}""";
    private static readonly Dictionary<string, string> Range = new() { ["net.ipv4.ip_local_port_range"] = "33000 33099" };

    private readonly FakeEngine fake = new();
    private DockerSite? site;
    private readonly FakeTimeProvider time = new();
    private int containers;

    private DockerSite Site => site!;

    public async ValueTask InitializeAsync()
    {
        fake.On("GET /networks", 200, "[]").On("POST /networks/create", 201, """{"Id":"n1"}""").On("DELETE /networks/n1", 204, "")
            .On("GET /containers/json", 200, "[]")
            .On("POST /containers/create", call => call.AnswerAsync(201, $$"""{"Id":"c{{++containers}}","Warnings":null}"""));
        var engine = await fake.ConnectAsync();
        // cat ends with its input, as a reaper does that finds nothing.
        site = new DockerSite(
            engine,
            new EngineWatch(engine, time),
            "repro-lab:x",
            new Dictionary<string, string> { ["nginx"] = "repro-nginx:x" },
            new Dictionary<string, string> { ["nginx"] = "1.22.1" },
            time,
            _ => new LocalProcess("cat", []));
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task A_host_is_a_container_with_its_address_its_sysctls_and_nothing_more_than_it_needs()
    {
        Container(1, Answer);
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 1, Range)], AddressFamily.InterNetwork, Site);

        var host = Assert.Single(await lab.UpAsync(CancellationToken.None));
        Assert.Equal(("proxy", "198.18.0.2"), (host.Name, $"{Assert.Single(host.Addresses)}"));
        Assert.Contains(new SysctlReadback("net.ipv4.ip_local_port_range", "33000 33099", "33000 33099"), host.Sysctls);
        // What the container did not say it has it has not.
        Assert.Contains(host.Sysctls, sysctl => sysctl is { Name: "net.ipv4.tcp_max_tw_buckets", Read: null });

        var wanted = Created(0);
        Assert.Equal("65534:65534", (string?)wanted["User"]);
        Assert.Equal(
            (Site.Id, "case0", "proxy"),
            ((string?)wanted["Labels"]!["repro.run"], (string?)wanted["Labels"]!["repro.lab"], (string?)wanted["Labels"]!["repro.host"]));
        var confined = wanted["HostConfig"]!;
        Assert.Equal(["ALL"], confined["CapDrop"]!.AsArray().Select(capability => (string?)capability));
        Assert.Empty(confined["CapAdd"]?.AsArray() ?? []);
        Assert.True((bool)confined["ReadonlyRootfs"]! && (bool)confined["AutoRemove"]!);
        Assert.Equal("33000 33099", (string?)confined["Sysctls"]!["net.ipv4.ip_local_port_range"]);
        Assert.Equal("198.18.0.2", (string?)wanted["NetworkingConfig"]!["EndpointsConfig"]!["n1"]!["IPAMConfig"]!["IPv4Address"]);
    }

    [Fact]
    public async Task A_host_in_another_is_a_container_that_shares_the_others_network()
    {
        Container(1, Answer);
        Container(2, """{"sysctls":{},"taken":[]}""");
        await using var lab = new DockerLab(
            "case0",
            [new HostSpec("client-1", 1, Range), new HostSpec("backend-1", 0, new Dictionary<string, string>()) { In = "client-1" }],
            AddressFamily.InterNetwork,
            Site);

        var hosts = await lab.UpAsync(CancellationToken.None);
        Assert.Equal(["client-1", "backend-1"], hosts.Select(host => host.Name));
        Assert.Equal(hosts[0].Addresses, hosts[1].Addresses);
        Assert.Empty(hosts[1].Sysctls);
        Assert.Equal(
            ($"container:repro-{Site.Id}-case0-client-1", "65534:65534"),
            ((string?)Created(1)["HostConfig"]!["NetworkMode"], (string?)Created(1)["User"]));
        Assert.NotSame(lab.StartNode("client-1", "client"), lab.StartNode("backend-1", "backend"));
    }

    [Fact]
    public async Task A_host_of_IPv6_is_asked_for_at_an_address_of_that_in_a_network_that_has_both()
    {
        Container(1, Answer);
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 2, Range)], AddressFamily.InterNetworkV6, Site);

        var host = Assert.Single(await lab.UpAsync(CancellationToken.None));
        Assert.Equal(["2001:2::2", "2001:2::3"], host.Addresses.Select(address => $"{address}"));
        var network = JsonNode.Parse(fake.Calls.Single(call => call.Name == "POST /networks/create").Text)!;
        Assert.True((bool)network["EnableIPv6"]!);
        Assert.Equal(
            ["2001:2::/64", "198.18.0.0/24"], network["IPAM"]!["Config"]!.AsArray().Select(block => (string?)block!["Subnet"]));
        var address = Created(0)["NetworkingConfig"]!["EndpointsConfig"]!["n1"]!["IPAMConfig"]!;
        Assert.Equal(("2001:2::2", ""), ((string?)address["IPv6Address"], $"{address["IPv4Address"]}"));
    }

    [Fact]
    public async Task The_containers_first_process_is_the_hosts_node()
    {
        Container(1, Answer);
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 1, Range)], AddressFamily.InterNetwork, Site);
        await lab.UpAsync(CancellationToken.None);

        var node = lab.StartNode("proxy", "proxy");
        node.WriteLine("say it again");
        Assert.Equal("say it again", await node.Output.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Addresses_beyond_the_first_are_added_from_inside_which_takes_one_capability()
    {
        Container(1, Answer);
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 3, Range)], AddressFamily.InterNetwork, Site);

        Assert.Equal(
            ["198.18.0.2", "198.18.0.3", "198.18.0.4"],
            Assert.Single(await lab.UpAsync(CancellationToken.None)).Addresses.Select(address => $"{address}"));
        Assert.Equal("0:0", (string?)Created(0)["User"]);
        Assert.Equal(["NET_ADMIN"], Created(0)["HostConfig"]!["CapAdd"]!.AsArray().Select(capability => (string?)capability));
    }

    [Fact]
    public async Task A_container_in_whose_range_somebody_listens_is_made_again()
    {
        Container(1, AnswerWithATakenPort);
        Container(2, Answer);
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 1, Range)], AddressFamily.InterNetwork, Site);
        fake.On($"DELETE /containers/repro-{Site.Id}-case0-proxy", 204, "");

        Assert.Single(await lab.UpAsync(CancellationToken.None));
        Assert.Equal(2, containers);
        Assert.Equal(1, Calls($"DELETE /containers/repro-{Site.Id}-case0-proxy"));
    }

    [Theory]
    [InlineData(
        """{"sysctls":{},"taken":[],"problem":"198.18.0.3 could not be added to eth0: EPERM"}""",
        "setting up proxy failed: 198.18.0.3 could not be added to eth0: EPERM")]
    [InlineData("hello", "The container of proxy answered with something else than it should: ")]
    public async Task A_host_that_did_not_come_up_is_named_with_its_own_words(string answer, string words)
    {
        Container(1, answer);
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 1, Range)], AddressFamily.InterNetwork, Site);

        var error = await Assert.ThrowsAsync<ReproException>(() => lab.UpAsync(CancellationToken.None));
        Assert.StartsWith(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NoLab, error.Kind);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task A_container_that_ends_before_it_answers_is_told_with_its_exit_code_and_what_it_said()
    {
        fake.On("POST /containers/c1/start", 204, "")
            .On("POST /containers/c1/wait", 200, """{"Error":null,"StatusCode":127}""")
            .On("POST /containers/c1/attach", async call =>
            {
                await call.SendAsync("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
                await call.SendAsync([2, 0, 0, 0, 0, 0, 0, 10, .. "no libc.so"u8]);
                await call.CutAfterAsync("");
            });
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 1, Range)], AddressFamily.InterNetwork, Site);

        var error = await Assert.ThrowsAsync<ReproException>(() => lab.UpAsync(CancellationToken.None));
        Assert.Equal("The container of proxy ended with exit code 127; it said: no libc.so", error.Message);
    }

    [Fact]
    public async Task What_can_not_be_started_is_removed_and_the_engines_words_are_kept()
    {
        Container(1, Answer);
        fake.On("POST /containers/c1/start", 500, """{"message":"cgroup is full"}""").On("DELETE /containers/c1", 204, "");
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 1, Range)], AddressFamily.InterNetwork, Site);

        var error = await Assert.ThrowsAsync<EngineException>(() => lab.UpAsync(CancellationToken.None));
        Assert.Contains("cgroup is full", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Calls("DELETE /containers/c1"));
    }

    [Fact]
    public async Task A_server_shares_the_network_of_its_host_and_its_configuration_is_put_there_before_it_starts()
    {
        Container(1, Answer);
        Container(2, "");
        fake.On("PUT /containers/c2/archive", 200, "");
        await using var lab = new DockerLab("case0", [new HostSpec("proxy", 1, Range)], AddressFamily.InterNetwork, Site);
        await lab.UpAsync(CancellationToken.None);
        await using var server = await lab.StartServerAsync(
            "proxy", new ServerSpec("nginx", "nginx.conf", "events { }", (file, folder) => ["-c", file, "-p", folder]),
            CancellationToken.None);

        var wanted = Created(1);
        Assert.Equal($"container:repro-{Site.Id}-case0-proxy", (string?)wanted["HostConfig"]!["NetworkMode"]);
        Assert.Equal("repro-nginx:x", (string?)wanted["Image"]);
        Assert.Equal(["-c", "/etc/repro/nginx.conf", "-p", "/tmp"], wanted["Cmd"]!.AsArray().Select(argument => (string?)argument));
        var archive = fake.Calls.Single(call => call.Name == "PUT /containers/c2/archive");
        Assert.Equal("/etc/repro", archive.Query("path"));
        Assert.Contains("events { }", archive.Text, StringComparison.Ordinal);
        string[] order = [.. fake.Calls.Select(call => call.Name).Where(name => name.Contains("/c2/", StringComparison.Ordinal))];
        Assert.True(
            Array.IndexOf(order, "PUT /containers/c2/archive") < Array.IndexOf(order, "POST /containers/c2/start"),
            string.Join(", ", order));
    }

    [Fact]
    public async Task A_subnet_that_somebody_took_meanwhile_is_passed_over()
    {
        var tried = new List<string>();
        fake.On(
            "GET /networks", 200, """[{"Id":"other","Created":"2026-01-01T00:00:00Z","IPAM":{"Config":[{"Subnet":"198.18.0.0/24"}]}}]""")
            .On("POST /networks/create", call =>
            {
                tried.Add((string)JsonNode.Parse(call.Text)!["IPAM"]!["Config"]![0]!["Subnet"]!);
                return tried.Count == 1
                    ? call.AnswerAsync(403, """{"message":"Pool overlaps with other one on this address space"}""")
                    : call.AnswerAsync(201, """{"Id":"n1"}""");
            });

        var (id, subnet) = await Site.CreateNetworkAsync("case0", 5, AddressFamily.InterNetwork, CancellationToken.None);
        Assert.Equal(("n1", tried[1]), (id, $"{subnet}"));
        Assert.Equal(2, tried.Distinct().Count());
        Assert.DoesNotContain("198.18.0.0/24", tried);
    }

    [Fact]
    public async Task A_lab_takes_down_what_the_engine_has_of_it_containers_first()
    {
        const string Labels = "\"Labels\":{\"repro.lab\":\"case0\"}";
        fake.On("GET /containers/json", 200, $$"""[{"Id":"left","State":"running","Created":1700000000,{{Labels}}}]""")
            .On("DELETE /containers/left", 204, "")
            .On("GET /networks", 200, $$"""[{"Id":"n1","Created":"2026-01-01T00:00:00Z",{{Labels}}}]""");
        await Site.RemoveLabAsync("case0");

        Assert.Equal(
            ["DELETE /containers/left", "DELETE /networks/n1"],
            fake.Calls.Select(call => call.Name).Where(name => name.StartsWith("DELETE", StringComparison.Ordinal)));
        var asked = fake.Calls.Single(call => call.Name == "GET /containers/json").Query("filters");
        Assert.Contains($"repro.run={Site.Id}", asked, StringComparison.Ordinal);
        Assert.Contains("repro.lab=case0", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_lost_and_what_waits_for_it_is_given_up_with_its_reason()
    {
        await using var dying = new FakeEngine();
        using var engine = await dying.ConnectAsync();
        await using var watch = new EngineWatch(engine, time);
        var work = watch.WhileThereAsync(
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return 0;
            },
            CancellationToken.None);
        dying.Die();
        time.Advance(TimeSpan.FromSeconds(2));

        var error = await Assert.ThrowsAsync<EngineException>(() => work);
        Assert.EndsWith("it is not running.", error.Message, StringComparison.Ordinal);
        Assert.Same(error, watch.Failure);
        Assert.True(watch.Lost.IsCancellationRequested);
    }

    // Answers the order, and says from then on what it is told, as a node that is played.
    private void Container(int number, string answer) => fake
        .On($"POST /containers/c{number}/start", 204, "")
        .On($"POST /containers/c{number}/wait", async call =>
        {
            await call.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await call.HangAsync();
        })
        .On($"POST /containers/c{number}/attach", async call =>
        {
            await call.SendAsync("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            using var reader = new StreamReader(call.Connection, leaveOpen: true);
            await reader.ReadLineAsync();
            await SayAsync(call, answer);
            while (await reader.ReadLineAsync() is { } line)
            {
                await SayAsync(call, line);
            }
        });

    private static Task SayAsync(FakeCall call, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        return line.Length == 0 ? Task.CompletedTask : call.SendAsync([1, 0, 0, 0, 0, 0, 0, (byte)bytes.Length, .. bytes]);
    }

    private JsonNode Created(int index) =>
        JsonNode.Parse(fake.Calls.Where(call => call.Name == "POST /containers/create").ElementAt(index).Text)!;

    private int Calls(string name) => fake.Calls.Count(call => call.Name == name);
}
