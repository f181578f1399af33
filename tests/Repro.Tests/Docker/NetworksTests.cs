using System.Net;
using System.Text.Json.Nodes;
using Repro.Docker;

namespace Repro.Tests.Docker;

public sealed class NetworksTests
{
    [Fact]
    public async Task A_network_is_asked_for_as_the_engine_expects_it()
    {
        await using var fake = new FakeEngine().On("POST /networks/create", 201, """{"Id":"n1","Warning":""}""");
        using var engine = await fake.ConnectAsync();
        var id = await engine.Networks.CreateAsync(
            "lab", [IPNetwork.Parse("198.19.0.0/16")], new Dictionary<string, string> { ["a"] = "b" }, CancellationToken.None);

        Assert.Equal("n1", id);
        var body = JsonNode.Parse(fake.Calls.Last().Text)!;
        Assert.Equal(
            ("lab", "bridge", true, "b"),
            ((string?)body["Name"], (string?)body["Driver"], (bool)body["Internal"]!, (string?)body["Labels"]!["a"]));
        Assert.Equal("198.19.0.0/16", (string?)Assert.Single(body["IPAM"]!["Config"]!.AsArray())!["Subnet"]);
        Assert.NotEqual(true, (bool?)body["EnableIPv6"]);
    }

    [Fact]
    public async Task A_network_that_has_a_block_of_IPv6_is_enabled_for_it()
    {
        await using var fake = new FakeEngine().On("POST /networks/create", 201, """{"Id":"n1","Warning":""}""");
        using var engine = await fake.ConnectAsync();
        await engine.Networks.CreateAsync(
            "lab", [IPNetwork.Parse("2001:2::/64"), IPNetwork.Parse("198.18.0.0/24")], new Dictionary<string, string>(),
            CancellationToken.None);

        var body = JsonNode.Parse(fake.Calls.Last().Text)!;
        Assert.True((bool)body["EnableIPv6"]!);
        Assert.Equal(
            ["2001:2::/64", "198.18.0.0/24"], body["IPAM"]!["Config"]!.AsArray().Select(config => (string?)config!["Subnet"]));
    }

    [Fact]
    public async Task Networks_are_listed_with_their_subnets()
    {
        await using var fake = new FakeEngine().On("GET /networks", 200, """
            [{"Id":"n1","Name":"lab","Created":"2023-11-14T22:13:20.123456789+01:00","IPAM":{"Driver":"default","Config":[{"Subnet":"198.19.0.0/16"},{}]},
              "Labels":{"a":"b"}},
             {"Id":"n2","Name":"host","Created":"0001-01-01T00:00:00Z","IPAM":{"Config":null},"Labels":null}]
            """);
        using var engine = await fake.ConnectAsync();
        var networks = await engine.Networks.ListAsync(["a=b"], CancellationToken.None);

        Assert.Equal(["n1", "n2"], networks.Select(network => network.Id));
        Assert.Equal(["198.19.0.0/16"], networks[0].Subnets);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 21, 13, 20, TimeSpan.Zero).AddTicks(1234567), networks[0].Created);
        Assert.Empty(networks[1].Subnets);
        Assert.Equal("""{"label":{"a=b":true}}""", fake.Calls.Last().Query("filters"));
    }

    [Fact]
    public async Task A_network_that_is_gone_is_removed_and_one_in_use_is_an_error()
    {
        await using var fake = new FakeEngine()
            .On("DELETE /networks/gone", 404, """{"message":"network gone not found"}""")
            .On("DELETE /networks/used", 403, """{"message":"network used has active endpoints"}""");
        using var engine = await fake.ConnectAsync();

        await engine.Networks.RemoveAsync("gone", CancellationToken.None);
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Networks.RemoveAsync("used", CancellationToken.None));
        Assert.Equal($"DELETE /networks/used failed at {fake.Endpoint.Address}: network used has active endpoints (403).", error.Message);
    }
}
