using System.Text.Json.Nodes;
using Repro.Knobs;
using Repro.Model;
using Repro.Scenarios;

namespace Repro.Tests.Knobs;

public sealed class KnobRegistryTests
{
    // What the load is, and not what anything is set to; what the program is, whose kind has a room of its own.
    private static readonly string[] NoKnobs = ["clients.count", "proxy.kind", "proxy.mode", "backends.delay", "network.family"];

    // Turned for load, without a bearing on ports: readbacks are all that is known of them.
    private static readonly string[] NoKnobsOfTheKernel =
    [
        "net.ipv4.tcp_syncookies", "net.ipv4.tcp_max_syn_backlog", "net.ipv4.tcp_syn_retries", "net.ipv4.tcp_synack_retries",
        "net.ipv4.tcp_abort_on_overflow", "net.ipv4.tcp_rfc1337", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
        "net.ipv4.tcp_congestion_control",
        "net.core.somaxconn",
    ];

    [Fact]
    public void Every_knob_is_registered_once() => Assert.Equal(
        typeof(Knob).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Knob))).OrderBy(type => type.Name),
        KnobRegistry.All.Select(knob => knob.GetType()).OrderBy(type => type.Name));

    [Fact]
    public void Every_knob_says_what_there_is_to_know()
    {
        Assert.Distinct(KnobRegistry.All.Select(knob => knob.Id));
        Assert.All(KnobRegistry.All, knob =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", knob.Id);
            // A value of AbortiveClose's key.
            Assert.True(knob.Keys.Count > 0 || knob is NeverClosed, $"{knob.Id} has no key");
            Assert.All([knob.ProvenBy, knob.Cost, knob.Risk], text => Assert.Matches(@"^\S[^\n]{4,}[^.\s]$", text));
        });
        Assert.All(KnobRegistry.Needs, need => Assert.Matches(@"^\S+ [^\n]+[^.\s]$", need.Reason));
    }

    [Fact]
    public void Every_key_of_a_host_belongs_to_one_knob_or_is_known_to_be_none() => Assert.Equal(
        KeysOf("", ScenarioFile.ToJson(new Conditions()))
            .Where(key => key.Split('.')[0]
                is "clients" or "proxy" or "backends" or "network" or "nat" or "services" or "prefill" or "steps")
            .Order(),
        KnobRegistry.All.SelectMany(knob => knob.Keys).Where(key => !IsSysctl(key)).Concat(NoKnobs).Order());

    [Fact]
    public void Every_sysctl_that_is_known_belongs_to_one_knob_or_is_known_to_be_none()
    {
        var listed = KnobRegistry.All.SelectMany(knob => knob.Keys).Where(IsSysctl).Concat(NoKnobsOfTheKernel).ToList();

        Assert.Distinct(listed);
        Assert.Empty(Sysctls.WellKnown.Except(listed));
        Assert.Empty(NoKnobsOfTheKernel.Except(Sysctls.WellKnown));
    }

    [Theory]
    [InlineData("proxy.sysctls.net.ipv4.tcp_tw_reuse", "time-wait-reuse")]
    [InlineData("backends.sysctls.net.ipv4.tcp_timestamps", "time-wait-reuse")]
    [InlineData("proxy.keepAlive.idle", "kept-connections")]
    [InlineData("clients.keepAlive.idle", "kept-connections")]
    [InlineData("prefill", "prefill")]
    [InlineData("nat.ports", "nat-pool")]
    [InlineData("services.down", "services")]
    [InlineData("proxy.kind", null)]
    [InlineData("proxy.sysctls.net.core.somaxconn", null)]
    public void Of_KeyOfAScenario_ItsKnob(string key, string? id) => Assert.Equal(id, KnobRegistry.Of(key)?.Id);

    private static bool IsSysctl(string key) => key.StartsWith("net.", StringComparison.Ordinal);

    private static IEnumerable<string> KeysOf(string path, JsonNode? node) =>
        node is JsonObject mapping && !path.EndsWith("sysctls.", StringComparison.Ordinal)
            ? mapping.SelectMany(pair => KeysOf($"{path}{pair.Key}.", pair.Value))
            : path.EndsWith("sysctls.", StringComparison.Ordinal) ? [] : [path.TrimEnd('.')];
}
