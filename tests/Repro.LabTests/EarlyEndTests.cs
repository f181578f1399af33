using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>What dies.</summary>
public sealed class EarlyEndTests : EarlyEnd
{
    private static readonly string[] Cases = ["none@50", "rst-close@50", "tw-reuse@50", "backend-closes-first@50"];

    [Fact]
    public async Task A_role_that_dies_ends_its_case_at_once_with_its_name_as_the_reason_and_the_other_cases_go_on()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path(
                "run"), "--parallel", "4", "--set", "mitigations=[none, rst-close, tw-reuse, backend-closes-first]"]);
        await UntilAsync(program, () => Cases.All(id => HasSamples(scratch, id)));
        string[] Ended() => [.. Cases.Where(id => File.Exists(End(id)))];

        // One after the other: the nodes of a case that has ended are gone, and the next one that is found is another case's.
        var hosts = new Dictionary<string, string>();
        foreach (var (role, host) in new[] { ("proxy", "proxy"), ("backend", "backend-1"), ("client", "client-1") })
        {
            Kill(NodeOf(program, role), "-KILL");
            await UntilAsync(program, () => Ended().Length > hosts.Count);
            hosts.Add(Assert.Single(Ended().Except(hosts.Keys)), host);
        }

        // The load has half a minute to go, and what is left of it goes on to its end.
        var (exitCode, _, errors) = await program.EndAsync();
        Assert.True(exitCode == 4, $"exit code {exitCode}: {errors}");
        Assert.All(Cases.Except(hosts.Keys), id => Assert.Empty(JsonNode.Parse(File.ReadAllText(End(id)))!["problems"]!.AsArray()));
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(scratch.Path("run/summary.json")))!;
        Assert.All(summary["cases"]!.AsArray().Where(row => hosts.ContainsKey((string)row!["id"]!)), row => Assert.Contains(
            $"s into the load: {hosts[(string)row!["id"]!]} was killed (SIGKILL",
            row["invalidReasons"]!.ToJsonString(),
            StringComparison.Ordinal));

        string End(string id) => scratch.Path($"run/cases/{id}/end.json");
    }

    [Fact]
    public async Task With_nohup_a_hangup_ends_nothing()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run"), "--set", "load.duration=3s"],
            session: true,
            launcher: ["nohup"]);
        await UntilAsync(program, () => HasSamples(scratch, "none@50"));
        Kill(-program.Process.Id, "-HUP");

        var (exitCode, _, errors) = await program.EndAsync(Patience);
        Assert.True(exitCode is 0 or 4, $"exit code {exitCode}: {errors}");
        Assert.Empty(JsonNode.Parse(await File.ReadAllTextAsync(scratch.Path("run/cases/none@50/end.json")))!["problems"]!.AsArray());
    }

    private static int NodeOf(Program program, string role) => ProcessTree.Of(program.Process.Id).Ids
        .First(id => File.ReadAllText($"/proc/{id}/cmdline").TrimEnd('\0').Split('\0') is [.., "node", var own] && own == role);
}
