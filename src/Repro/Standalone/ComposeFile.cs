using Repro.Model;
using Repro.Nodes;
using Repro.Physics;
using Repro.Planning;

namespace Repro.Standalone;

/// <summary>
/// A case as a file for Docker Compose, to be read, edited and started by hand. docker-compose 1.29 and Compose v2 read it alike; it has
/// no <c>version</c>, which the one can do without and the other complains of.
/// </summary>
public sealed class ComposeFile
{
    private const int Width = 120;

    // Out of 198.18.0.0/15, like the addresses of every lab (RFC 2544). The engine takes the first one for itself.
    private const string Subnet = "198.19.255";
    private const int FirstAddress = 2;

    // The same of IPv6 (RFC 5180).
    private const string Ipv6Subnet = "2001:2:0:ff:";

    // The listeners' ports lie below every local range, and are opened by a user who is not root.
    private const string LowPorts = "net.ipv4.ip_unprivileged_port_start: 0";

    // What is worth turning by hand, at the kernel's defaults. The limit of TIME_WAIT would depend on the machine's memory.
    private static readonly Dictionary<string, string> ProxyDefaults = new()
    {
        [Sysctls.LocalPortRangeKey] = $"{PortRange.KernelDefault.Low} {PortRange.KernelDefault.High}",
        [Sysctls.TcpTwReuseKey] = "2",
        [Sysctls.TcpFinTimeoutKey] = "60",
        [Sysctls.TcpMaxTwBucketsKey] = "262144",
    };

    // What a reader of a text without a file's name puts in its place.
    private const string SomeFile = "FILE";

    private readonly PlannedCase planned;
    private readonly string file;
    private readonly Conditions conditions;
    private readonly ComposeVariables variables = new();
    private readonly Dictionary<string, string> addresses;
    private readonly IReadOnlyList<string> clients;
    private readonly IReadOnlyList<string> backends;
    private readonly IReadOnlyList<int> ports;

    private ComposeFile(PlannedCase planned, string file)
    {
        this.planned = planned;
        this.file = file;
        conditions = planned.Conditions;
        clients = RoleSpecs.Names(HostRole.Client, conditions.Clients.Count);
        backends = RoleSpecs.Names(HostRole.Backend, conditions.Backends.Count);
        ports = [.. Enumerable.Range(LabPorts.FirstBackend, conditions.Backends.Ports)];
        addresses = clients.Append(RoleSpecs.ProxyHost).Concat(backends)
            .Select((host, index) => KeyValuePair.Create(host, $"{Separator}{FirstAddress + index}"))
            .ToDictionary();
    }

    /// <summary>The file's text.</summary>
    /// <param name="scenario">The scenario's name.</param>
    /// <param name="planned">The case.</param>
    /// <param name="path">Where it is written; null for a text that goes elsewhere.</param>
    /// <exception cref="ReproException">Containers that are started by hand can't do what the case asks for.</exception>
    public static string Of(string scenario, PlannedCase planned, string? path)
    {
        StandaloneSettings.Check(planned.Conditions);
        var name = Path.GetFileName(path);
        var compose = new ComposeFile(planned, string.IsNullOrEmpty(name) ? SomeFile : Shell(name));

        // Writing it finds out which variables there are.
        var body = compose.Body().ToList();
        return string.Concat(compose.Header(scenario).Select(line => $"# {line}".TrimEnd()).Concat(body).Select(line => line + "\n"));
    }

    private IEnumerable<string> Header(string scenario)
    {
        var upstream = planned.Prediction.Upstream;
        return
        [
            $"The lab by hand: {Noun.Counted(clients.Count, "client")} → a proxy → {Noun.Counted(backends.Count, "backend")}.",
            $"Made by repro lab export --compose, from the scenario {scenario}, case {planned.Id}.",
            "",
            .. Commands(
                ("repro lab image", "makes the image repro-lab:latest"),
                ($"docker compose -f {file} up", "starts the lab, as docker-compose does; Ctrl-C ends it"),
                ($"docker compose -f {file} down", "removes what it was")),
            "",
            .. upstream.OnsetSeconds is { } onset
                ?
                [
                    $"The proxy has {Noun.Counted(upstream.CapacityPorts, "port")} towards the backends and runs out after about "
                    + $"{onset:0.#} s: "
                    + "look for OUT OF PORTS in",
                    "",
                    $"  docker compose -f {file} logs proxy",
                ]
                : (string[])[$"The proxy has {Noun.Counted(upstream.CapacityPorts, "port")} towards the backends and does not run out."],
            "",
            $"Environment variables change what is below, as in PROXY_TCP_TW_REUSE=1 docker compose -f {file} up:",
            "",
            .. variables.Lines.Select(line => $"  {line}"),
            "",
            "The nodes' --set takes the keys of a scenario (docs/scenarios.md).",
        ];
    }

    private static IEnumerable<string> Commands(params IReadOnlyList<(string Command, string Does)> lines) =>
        lines.Select(line => $"  {line.Command.PadRight(lines.Max(other => other.Command.Length))}    {line.Does}");

    // A name that a shell takes for one word, and a comment for one line.
    private static string Shell(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
        ? name
        : "'"
            + string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter)).Replace("'", @"'\''", StringComparison.Ordinal)
            + "'";

    private IEnumerable<string> Body() =>
    [
        "",
        "x-node: &node",
        $"  image: {variables.Open("REPRO_IMAGE", "repro-lab:latest", "the image of all containers")}",
        "  user: \"65534:65534\"",
        "  read_only: true",
        "  cap_drop: [ALL]",
        "  security_opt: [\"no-new-privileges:true\"]",
        "",
        "services:",
        .. Proxy(),
        .. backends.SelectMany(Backend),
        .. clients.SelectMany(Client),
        "",
        "networks:",
        "  lab:",
        "    internal: true",
        .. IsIpv6 ? ["    enable_ipv6: true"] : Array.Empty<string>(),
        "    ipam:",
        "      config:",
        $"        - subnet: {Address(IsIpv6 ? ":/64" : ".0/24")}",
    ];

    private IEnumerable<string> Client(string name, int index)
    {
        var settings = StandaloneSettings.OfClient(conditions).ToDictionary();
        settings[StandaloneSettings.Rate] = variables.Open(
            "REPRO_RATE", settings[StandaloneSettings.Rate], "requests over all clients together");
        settings[StandaloneSettings.Duration] = variables.Open(
            "REPRO_DURATION", settings[StandaloneSettings.Duration], "how long they are sent");
        return Service(
            name,
            [
                $"lab client --share {index + 1}/{clients.Count}",
                $"--target {Place(RoleSpecs.ProxyHost, LabPorts.Proxy)}",
            ],
            settings,
            variables.Open("CLIENT", conditions.Clients.Sysctls.Values),
            dependsOn: [RoleSpecs.ProxyHost]);
    }

    private IEnumerable<string> Proxy()
    {
        var sysctls = new SortedDictionary<string, string>(ProxyDefaults, StringComparer.Ordinal);
        foreach (var (key, value) in conditions.Proxy.Sysctls.Values)
        {
            sysctls[key] = value;
        }

        // Neighbours in the list are different backends, so that the load is even over them at any moment.
        var targets = ports.SelectMany(port => backends.Select(backend => $"--target {Place(backend, port)}"));
        return Service(
            RoleSpecs.ProxyHost,
            [$"lab proxy --listen {Place(RoleSpecs.ProxyHost, LabPorts.Proxy)}", .. targets],
            StandaloneSettings.OfProxy(conditions),
            [
                .. variables.Open("PROXY", sysctls),
                .. sysctls.ContainsKey(Sysctls.TcpTwReuseDelayKey)
                    ? Array.Empty<string>()
                    : [$"# {Sysctls.TcpTwReuseDelayKey}: 1000  # milliseconds; before Linux 6.14 the container would not start"],
                LowPorts,
            ],
            dependsOn: backends);
    }

    private IEnumerable<string> Backend(string name, int index) => Service(
        name,
        ["lab backend", .. ports.Select(port => $"--listen {Place(name, port)}")],
        StandaloneSettings.OfBackend(conditions),
        [.. variables.Open("BACKEND", conditions.Backends.Sysctls.Values), LowPorts],
        dependsOn: []);

    private IEnumerable<string> Service(
        string name,
        IReadOnlyList<string> words,
        IEnumerable<KeyValuePair<string, string>> settings,
        IReadOnlyList<string> sysctls,
        IReadOnlyList<string> dependsOn) =>
    [
        "",
        $"  {name}:",
        "    <<: *node",
        .. dependsOn.Count == 0 ? Array.Empty<string>() : [$"    depends_on: [{string.Join(", ", dependsOn)}]"],
        .. Command([.. Wrapped(words), .. Wrapped(settings.Select(Setting))]),
        .. sysctls.Count == 0 ? Array.Empty<string>() : ["    sysctls:"],
        .. sysctls.Select(sysctl => $"      {sysctl}"),
        "    networks:",
        "      lab:",
        $"        {(IsIpv6 ? "ipv6_address" : "ipv4_address")}: {Address(addresses[name])}",
    ];

    private static IEnumerable<string> Command(IReadOnlyList<string> lines) =>
        lines.Count == 1 ? [$"    command: {lines[0]}"] : lines.Select(line => $"      {line}").Prepend("    command: >-");

    private bool IsIpv6 => conditions.Network.Family == IpFamily.Ipv6;

    private char Separator => IsIpv6 ? ':' : '.';

    private string Place(string host, int port) =>
        IsIpv6 ? $"[{Address(addresses[host])}]:{port}" : $"{Address(addresses[host])}:{port}";

    private string Address(string end) => variables.Open("REPRO_SUBNET", IsIpv6 ? Ipv6Subnet : Subnet, "how all addresses begin") + end;

    // Both composes split a command as a shell does.
    private static string Setting(KeyValuePair<string, string> setting)
    {
        var text = $"{setting.Key}={setting.Value}";
        return $"--set {(text.Contains(' ', StringComparison.Ordinal) ? $"'{text}'" : text)}";
    }

    private static IEnumerable<string> Wrapped(IEnumerable<string> words)
    {
        var line = "";
        foreach (var word in words)
        {
            if (line.Length > 0 && line.Length + word.Length >= Width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
