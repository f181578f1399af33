using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Repro.Labs.Docker;
using Repro.Tests.Docker;

namespace Repro.Tests.Labs.Docker;

public sealed class LeftoversTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunOwner Dead = RunOwner.Current with { Started = 1 };
    private static readonly RunOwner Elsewhere = new("elsewhere", 1, 1);

    [Fact]
    public async Task What_a_dead_process_has_left_is_found_however_it_looks() =>
        Assert.Equal(["r"], await FindAsync(Container(Dead, "running", 0), Network(Dead, 0)));

    [Fact]
    public async Task What_a_living_process_has_is_left_alone_however_old_it_is() =>
        Assert.Empty(await FindAsync(Container(RunOwner.Current, "exited", 60), Network(RunOwner.Current, 60)));

    [Theory]
    [InlineData("running", 60, false)]
    [InlineData("created", 1, false)]
    [InlineData("created", 60, true)]
    [InlineData("exited", 60, true)]
    public async Task A_run_from_elsewhere_is_over_when_nothing_of_it_runs_and_nothing_is_young(string state, int minutes, bool isOver) =>
        Assert.Equal(isOver, (await FindAsync(Container(Elsewhere, state, minutes), Network(Elsewhere, minutes))).Count == 1);

    [Fact]
    public async Task A_network_alone_is_left_over_too() => Assert.Equal(["r"], await FindAsync("", Network(Dead, 0)));

    [Fact]
    public async Task Containers_go_before_their_network()
    {
        await using var fake = new FakeEngine()
            .On("DELETE /containers/c1", 204, "")
            .On("DELETE /containers/c2", 204, "")
            .On("DELETE /networks/n", 204, "");
        using var engine = await fake.ConnectAsync();
        await Leftovers.RemoveAsync(engine, new LeftRun("r", ["c1", "c2"], ["n"]), CancellationToken.None);
        Assert.Equal("DELETE /networks/n", fake.Calls.Last().Name);
        Assert.Equal(3, fake.Calls.Count(call => call.Name.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> FindAsync(string containers, string networks)
    {
        await using var fake = new FakeEngine().On("GET /containers/json", 200, $"[{containers}]")
            .On("GET /networks", 200, $"[{networks}]");
        using var engine = await fake.ConnectAsync();
        return [.. (await Leftovers.FindAsync(engine, new FakeTimeProvider(Now), CancellationToken.None)).Select(left => left.Run)];
    }

    private static string Container(RunOwner owner, string state, int minutes) => $$"""
        {"Id":"c","Names":["/x"],"State":"{{state}}","Created":{{Now.AddMinutes(-minutes).ToUnixTimeSeconds()}},"Labels":{{Labels(owner)}} }
        """;

    private static string Network(RunOwner owner, int minutes) => $$"""
        {"Id":"n","Name":"x","Created":"{{Now.AddMinutes(-minutes):O}}","Labels":{{Labels(owner)}},"IPAM":{"Config":[{"Subnet":"198.18.4.0/24"}] } }
        """;

    private static string Labels(RunOwner owner) => JsonSerializer.Serialize(
        new Dictionary<string, string> { [DockerLabels.Run] = "r", [DockerLabels.Owner] = owner.ToString() });
}
