using System.CommandLine;

namespace Repro.Cli;

/// <summary>How each verb is used, as its help and the manual page show it.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> ByVerb = new()
    {
        ["repro"] =
        [
            "repro doctor",
            "repro run scenarios/quick.yaml",
            "repro init mine.yaml --shape direct --rate 300/s",
        ],
        ["repro run"] =
        [
            "repro run scenarios/quick.yaml",
            "repro run scenarios/quick.yaml --case 'tw-*' --set load.rate=600/s --out results/faster",
            "repro run scenarios/quick.yaml --lab docker --junit junit.xml",
            "repro run scenarios/quick.yaml --set find=threshold --serve",
        ],
        ["repro plan"] =
        [
            "repro plan scenarios/quick.yaml",
            "repro plan scenarios/mitigations.yaml --case 'wider-*' --json",
        ],
        ["repro report"] =
        [
            "repro report results/example",
            "repro report results/example --out elsewhere --junit junit.xml",
            "repro report results/netns results/docker --out results/both",
        ],
        ["repro diff"] =
        [
            "repro diff results/main results/branch",
            "repro diff results/main results/branch --tolerance 2% --junit junit.xml",
            "repro diff results/main results/branch --figure requestLatencyP99 --figure proxyCpu --tolerance 20%",
        ],
        ["repro validate"] =
        [
            "repro validate scenarios/quick.yaml",
            "repro validate --json scenarios/quick.yaml scenarios/nat.yaml",
        ],
        ["repro mitigations"] =
        [
            "repro mitigations",
            "repro mitigations tw-reuse wider-range --json",
        ],
        ["repro init"] =
        [
            "repro init",
            "repro init mine.yaml --shape direct --rate 300/s --ports 500",
            "repro init - --shape nat --hold 5s",
        ],
        ["repro completion"] =
        [
            "repro completion bash",
            "repro completion zsh",
            "repro completion fish",
        ],
        ["repro doctor"] =
        [
            "repro doctor",
            "repro doctor --lab docker --json",
        ],
        ["repro watch"] =
        [
            "repro watch",
            "repro watch --once --json",
            "repro watch --scenario host.yaml",
            "repro watch --metrics 9464 --interval 5",
        ],
        ["repro explain"] =
        [
            "repro explain ss.txt sysctl.txt error.log",
            "repro explain --json -",
            "repro explain ss.txt sysctl.txt --scenario host.yaml",
        ],
        ["repro lab"] =
        [
            "repro lab image",
            "repro lab export --compose scenarios/quick.yaml --output compose.yml",
        ],
        ["repro lab image"] =
        [
            "repro lab image",
            "repro lab image --offline --json",
        ],
        ["repro lab prune"] = ["repro lab prune"],
        ["repro lab client"] = ["repro lab client --target 198.19.255.6:80 --share 1/4 --set load.rate=500/s"],
        ["repro lab proxy"] = ["repro lab proxy --listen 198.19.255.6:80 --target 198.19.255.7:81 --target 198.19.255.8:81"],
        ["repro lab backend"] = ["repro lab backend --listen 198.19.255.7:81"],
        ["repro lab export"] =
        [
            "repro lab export --compose scenarios/quick.yaml --case 'tw-reuse@*' --output compose.yml",
        ],
    };

    /// <summary>All of them, by the verb's whole name.</summary>
    public static IReadOnlyDictionary<string, string[]> All => ByVerb;

    /// <summary>Those of a verb; none where it has none.</summary>
    public static IReadOnlyList<string> Of(Command command) => ByVerb.GetValueOrDefault(NameOf(command)) ?? [];

    /// <summary>A verb's whole name: <c>repro lab export</c>.</summary>
    public static string NameOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{NameOf(parent)} {command.Name}"
        : "repro";
}
