using System.Text;

namespace Repro.Tests.Scenarios;

/// <summary>Scenarios, each a little wrong. The same number gives the same one.</summary>
internal static class ScenarioMutation
{
    private const int LongestSeed = 700;
    private const string SmallFile = "load: { rate: 5/s }\nmitigations: [none, tw-reuse]";

    private const string EveryFeature = """
        name: everything
        question: "what, now?"
        load: &load { rate: 300/s, duration: 1m30s, arrivals: constant, seed: 7, response: 4KiB }
        clients: { count: 2, sysctls: &tuned { net.ipv4.tcp_fin_timeout: 30, net.core.somaxconn: 4096 } }
        proxy:
          addresses: 2
          bind: address
          keepAlive: { connections: 4, idle: 5s, requests: 10 }
          sysctls: { <<: *tuned, net.ipv4.ip_local_port_range: 40000 40999, net.ipv4.ip_local_reserved_ports: "40010,40100-40200" }
        backends: { ports: 2, delay: 20ms }
        prefill: 12.5%
        mitigations:
          - none
          - tw-reuse + wider-range x4
          - more-destinations: 3
          - { name: own, use: keep-alive, change: { load: { <<: *load, rate: 2k/s }, proxy: { retries: 1 } } }
        matrix: { backends.count: [1, 2], load.rate: [100/s, 30k/min] }
        expect: { none: exhausted, own@2000: averted }
        """;

    private static readonly string[] Pieces =
    [
        ":", ": ", "- ", "{", "}", "[", "]", ",", "\n", "\n  ", "\t", "\n\t", " ", "\"", "'", "|", ">", "#", "? ", "*load", "&load ", "*a",
        "&a ", "<<: ", "\"\\uD83D\"", "!x ", "!!int ",
        "---\n", "...\n", "%YAML 9\n", "\0", "\u0001", "é", "\uD800", "\u2028", "\r", "0", "-1", "1e400", "99999999999999999999",
        "0.0000001", "1_000", "NaN", "null", "~",
        "500/s", "1000000/s", "7h", "168h", "99%", "64", "4096", "32", "net.ipv4.", "net.ipv4.ip_local_port_range: 1 65535",
        "net.ipv4.ip_unprivileged_port_start: 145",
        "none", "widest-range", "tw-reuse", " x64", " + more-destinations x64", "poisson", "bursts", "ramp", "steps", "threshold",
        "transparent: true", "nginx", "haproxy",
        "find: threshold\n", "load", "proxy", "sysctls", "mitigations", "change", "use", "name", "matrix", "expect", "averted", "load.rate",
        "load.seed", "backends.addresses",
    ];

    private static readonly string[] Keys =
        [
            "load",
            "load.rate",
            "load.arrivals",
            "load.duration",
            "proxy",
            "proxy.sysctls",
            "proxy.sysctls.net.ipv4.x",
            "backends.count",
            "mitigations",
            "matrix",
            "matrix.load.rate",
            "expect",
            "expect.none",
            "find",
            "prefill",
            "a.b.c",
            "",
        ];

    /// <summary>
    /// What mutations are made of: those of the repository's scenarios that are read in a moment, and one that has everything.
    /// </summary>
    public static IReadOnlyList<string> Seeds() =>
    [
        .. ShippedScenarios.Files
            .Select(file => string.Join(
                '\n', ShippedScenarios.Text(file).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))))
            .Where(text => text.Length < LongestSeed),
        EveryFeature, EveryFeature,
    ];

    /// <summary>One of them.</summary>
    public static (string Yaml, IReadOnlyList<string> Settings) Of(IReadOnlyList<string> seeds, int number)
    {
        var random = new Random(number);
        var text = new StringBuilder(seeds[random.Next(seeds.Count)]);
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            Change(text, seeds, random);
        }

        return random.Next(4) == 0
            ? (SmallFile, [$"{Pick(Keys, random)}={Part(text, random)}"])
            : (text.ToString(), []);
    }

    private static void Change(StringBuilder text, IReadOnlyList<string> seeds, Random random)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(10))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
                break;
            case 1:
                text.Insert(at, Part(text, random));
                break;
            case 2:
                text.Insert(at, Part(new StringBuilder(seeds[random.Next(seeds.Count)]), random));
                break;
            case 3:
                text.Insert(at, string.Concat(Enumerable.Repeat(Pick(Pieces, random), random.Next(2, random.Next(10) == 0 ? 3000 : 30))));
                break;
            case 4 when text.Length > 0:
                text[Math.Min(at, text.Length - 1)] = (char)random.Next(1, random.Next(4) == 0 ? 0x10000 : 128);
                break;
            case 5:
                text.Length = at;
                break;
            case 6:
                Digit(text, at, random);
                break;
            default:
                text.Insert(at, Pick(Pieces, random));
                break;
        }
    }

    // Numbers are where limits are.
    private static void Digit(StringBuilder text, int at, Random random)
    {
        for (var i = at; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                text.Remove(i, 1).Insert(i, random.Next(3) == 0 ? new string('9', random.Next(1, 25)) : random.Next(1000).ToString("0"));
                return;
            }
        }
    }

    private static string Part(StringBuilder text, Random random)
    {
        var from = random.Next(text.Length + 1);
        return text.ToString(from, Math.Min(random.Next(1, 200), text.Length - from));
    }

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
