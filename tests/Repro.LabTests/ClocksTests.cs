using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>Hosts whose clocks are hours apart, as those of several machines may be: time namespaces have offsets of their own.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ClocksTests
{
    private const string Scenario = """
        load: { rate: 100/s, duration: 4s }
        clients: { count: 2 }
        backends: { count: 1 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33199 } }
        mitigations: [none]
        """;

    // The nodes of two hosts, and whatever else as it is.
    private const string Nsenter = """
        #!/bin/sh
        real=$(PATH=${PATH#*:} command -v nsenter)
        case "$*" in
          *' node proxy') ahead=5000 ;;
          *'.client-2 -- '*' node client') ahead=0 ;;
          *' node client') ahead=3000 ;;
          *) exec "$real" "$@" ;;
        esac
        namespace=$1
        shift 2
        exec "$real" "$namespace" -- unshare --time --monotonic "$ahead" --fork --kill-child -- "$@"
        """;

    [Fact]
    public async Task Hosts_whose_clocks_are_apart_show_what_those_of_one_machine_show()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("bin"));
        var wrapper = scratch.Write("bin/nsenter", Nsenter);
        File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run"), "--json"],
            $"{scratch.Path("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode == 0, $"exit code {exitCode}: {output} {errors}");

        var measured = Assert.Single(JsonNode.Parse(output)!["cases"]!.AsArray())!["measured"]!;
        Assert.Equal(200, (int)measured["connectionsBeforeFirstFailure"]!);
        Assert.InRange((double)measured["firstFailureSeconds"]!, 1.98, 2.02);
        var clocks = JsonNode.Parse(await File.ReadAllTextAsync(scratch.Path("run/cases/none@100/end.json")))!["clocks"]!.AsArray()
            .ToDictionary(clock => (string)clock!["host"]!, clock =>
                (Offset: (double)clock!["offsetSeconds"]!, Bound: (double)clock["boundSeconds"]!));
        Assert.Equal((0, 0), clocks["backend-1"]);
        foreach (var (host, ahead) in new[] { ("proxy", 5000), ("client-1", 3000), ("client-2", 0) })
        {
            Assert.InRange(clocks[host].Bound, 1e-9, 0.02);
            Assert.InRange(clocks[host].Offset, ahead - clocks[host].Bound, ahead + clocks[host].Bound);
        }
    }
}
