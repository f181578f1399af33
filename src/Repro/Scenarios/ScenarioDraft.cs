using System.Globalization;
using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Scenarios;

/// <summary>Who connects to whom in a draft.</summary>
public enum DraftShape
{
    /// <summary>Clients through a proxy.</summary>
    Proxy,

    /// <summary>Clients straight to backends.</summary>
    Direct,

    /// <summary>A client to backends on its own host.</summary>
    Loopback,

    /// <summary>Clients through a NAT.</summary>
    Nat,
}

/// <summary>A first scenario of one's own, with comments: what a few answers make of it.</summary>
/// <param name="Shape">Who connects to whom.</param>
/// <param name="Schema">Where editors find the schema that they check it by: a path beside it, or an address.</param>
public sealed record ScenarioDraft(DraftShape Shape, string Schema)
{
    // Twice as many still lie below the ports that clients use themselves.
    private const int MostOfPool = 15_000;

    // A larger pool is searched at random, and fails by chance before it is full.
    private const int MostOfExactPool = 128;

    private const int FirstPort = 32768;

    // With the timer's granule, and some more.
    private const double TimeWaitSeconds = 70;

    // The kernel's default range.
    private const int ClientPorts = 28_232;
    private const int MostClients = 128;

    // Well below a TIME_WAIT, so that ports run out whatever comes back.
    private const double MostOnsetSeconds = 50;
    private const double FewestSeconds = 3;
    private const double SynSeconds = 4;
    private const double SecondsWithoutOnset = 10;

    // Up to that load.timeout may be left as it is.
    private static readonly TimeSpan UsualHold = TimeSpan.FromSeconds(5);

    private readonly bool isNat = Shape == DraftShape.Nat;

    /// <summary>Requests per second over all clients.</summary>
    public double PerSecond { get; init; } = Shape == DraftShape.Nat ? 32 : 500;

    /// <summary>Ports of whoever runs out of them, for each destination.</summary>
    public int Ports { get; init; } = Shape == DraftShape.Nat ? 64 : 1000;

    /// <summary>How long a backend takes to answer, and so a connection is open.</summary>
    public TimeSpan Hold { get; init; } = Shape == DraftShape.Nat ? TimeSpan.FromSeconds(10) : TimeSpan.Zero;

    /// <summary>The longest that a draft's connections can be open.</summary>
    public static TimeSpan MostHold { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The highest number of ports that a draft of a shape can have for each destination.</summary>
    public static int MostPorts(DraftShape shape) => shape == DraftShape.Nat ? MostOfPool : PortRanges.MaxPort - FirstPort + 1;

    private bool IsExact => !isNat || Ports <= MostOfExactPool;

    private int Tuples => Shape switch { DraftShape.Direct => 4, DraftShape.Nat => 1, _ => 2 };

    private int Capacity => Tuples * (isNat ? Ports : new PortRange(FirstPort, FirstPort + Ports - 1).Usable([]));

    private double OnsetSeconds => Capacity / PerSecond;

    // Longer than an answer takes, or no request would have one.
    private string Timeout => isNat || Hold > UsualHold ? $"\n  timeout: {Seconds(Math.Ceiling(Hold.TotalSeconds) + 4)}" : "";

    // A NAT's port is held for as long as its connection is open, and a SYN that found none is sent again for some seconds; any other is
    // held for a TIME_WAIT.
    private double MostSeconds => !isNat ? MostOnsetSeconds
        : Math.Min(MostOnsetSeconds, Math.Max((Hold.TotalSeconds - SynSeconds) * 0.9, Hold.TotalSeconds * 0.1));

    private bool RunsOut => OnsetSeconds < MostSeconds;

    private double LoadSeconds => RunsOut ? Math.Max(FewestSeconds, Math.Ceiling(OnsetSeconds * 2.75)) : SecondsWithoutOnset;

    /// <summary>Requests per second as scenarios write them; null where the text is none that a scenario takes.</summary>
    public static double? ParseRate(string text) => Quantity.PerSecond(text) is >= 0.001 and <= 1_000_000 and var rate ? rate : null;

    /// <summary>A duration as scenarios write it; null where the text is none.</summary>
    public static TimeSpan? ParseDuration(string text) => Quantity.Duration(text);

    /// <summary>The scenario's text.</summary>
    public override string ToString() => $"""
        # yaml-language-server: $schema={Schema}
        #
        # {Title}
        # repro plan FILE shows what it comes to, repro run FILE runs it. docs/scenarios.md has every key.
        question: {Question}

        load:
          rate: {Number(PerSecond)}/s             # over all clients together, whatever becomes of earlier requests
          duration: {Seconds(LoadSeconds)}{Timeout}

        {Hosts}

        mitigations:
        {Mitigations}

        # A run that comes out otherwise exits with 1. docs/expectations.md has what can be expected.
        {Expectations}
        """.ReplaceLineEndings("\n") + "\n";

    // Of a proxy, so many that their ports come back before they run out.
    private int Clients => Math.Clamp((int)Math.Ceiling(PerSecond * TimeWaitSeconds / ClientPorts), 4, MostClients);

    private string Title => Shape switch
    {
        DraftShape.Proxy => "Clients through a proxy to backends: the proxy's ports run out.",
        DraftShape.Direct => "An application straight to its database, cache or API: the clients' own ports run out.",
        DraftShape.Loopback => "Client and server on one host, by the host's own address: the client's ports run out.",
        _ => "A NAT between clients and a backend: its pool of ports runs out, and nobody is told; clients wait in vain.",
    };

    private string Question => Shape switch
    {
        DraftShape.Proxy => $"At {Number(PerSecond)} requests/s, when does a proxy with {Ports} ports per backend run out? What helps?",
        DraftShape.Direct => $"At {Number(PerSecond)} requests/s, when do two clients with {Ports} ports per backend run out? What helps?",
        DraftShape.Loopback => $"At {Number(PerSecond)} requests/s to its own host, when do a client's {Ports} ports run out? What helps?",
        _ => $"At {Number(PerSecond)} connections/s, when does a NAT of {Ports} ports run out? What helps?",
    };

    private string Range => $"net.ipv4.ip_local_port_range: {FirstPort} {FirstPort + Ports - 1}    # {Ports} ports for each destination";

    private string Delay => Hold > TimeSpan.Zero
        ? $"\n  delay: {Seconds(Hold.TotalSeconds)}           # how long a connection is open until its answer comes"
        : "";

    private string Hosts => Shape switch
    {
        DraftShape.Proxy => $"""
            clients:
              count: {Clients}

            proxy:
              kind: builtin           # or {string.Join(", ", ProxyKinds.Programs.Select(program => program.Name))}, where they are installed
              sysctls:                # of the host, by the kernel's own names; set and read back
                {Range}
                net.ipv4.tcp_tw_reuse: 2    # the kernel's default: reuse on the loopback only

            backends:
              count: 2{Delay}
            """,
        DraftShape.Direct => $"""
            clients:
              count: 2                # hosts, each with addresses and ports of its own
              sysctls:                # by the kernel's own names; set and read back
                {Range}
                net.ipv4.tcp_tw_reuse: 2    # the kernel's default: reuse on the loopback only

            proxy:
              kind: none

            backends:
              count: 2{Delay}
            """,
        DraftShape.Loopback => $"""
            network:
              path: own-address       # or loopback: 127.0.0.1, where the kernel reuses ports by default

            clients:
              count: 1
              sysctls:                # by the kernel's own names; set and read back
                {Range}
                net.ipv4.tcp_tw_reuse: 2    # the kernel's default: reuse on the loopback only

            proxy:
              kind: none

            backends:
              count: 2{Delay}
            """,
        _ => $"""
            clients:
              count: 4
              sysctls:
                net.ipv4.tcp_syn_retries: 1    # gives up after two or three seconds, and not after two minutes

            proxy:
              kind: none

            nat:
              ports: {Ports}

            backends:
              count: 1{Delay}
            """,
    };

    private string Mitigations => Shape switch
    {
        DraftShape.Nat => $$"""
              - none                  # the baseline that the others are compared with
              - backend-ports: 2      # with a factor
              - name: larger-pool     # of your own: any key may change
                change: { nat: { ports: {{2 * Ports}} } }
            """,
        DraftShape.Loopback => """
              - none                  # the baseline that the others are compared with
              - tw-reuse
              - backend-ports: 2      # with a factor
              - name: loopback        # of your own: any key may change
                change: { network: { path: loopback } }
            """,
        _ => """
              - none                  # the baseline that the others are compared with
              - tw-reuse
              - backend-ports: 2      # with a factor; repro mitigations has the whole catalogue
              - name: my-own          # of your own: any key may change
                use: tw-reuse
                change: { backends: { count: 4 } }
            """,
    };

    // What follows from ports and rate; where chance or a TIME_WAIT would decide, nothing is expected.
    private string Expectations
    {
        get
        {
            if (!RunsOut)
            {
                return "# At this rate ports come back before they run out, or nearly so: nothing fails, and nothing is expected.\n"
                    + $"# From {Number(Math.Ceiling(Capacity / MostSeconds))}/s on something does.\nexpect: {{}}";
            }

            var lines = new List<string>
            {
                "expect:",
                "  none:",
                "    verdict: exhausted",
            };
            if (IsExact)
            {
                lines.Add($"    firstFailure: {Seconds(OnsetSeconds)} ± 5%    # ports ÷ rate");
            }

            // A port may be taken over once it has been in TIME_WAIT for a second.
            if (!isNat && PerSecond * (1 + Hold.TotalSeconds) < Capacity * 0.8 && PerSecond * TimeWaitSeconds < MostClients * ClientPorts)
            {
                lines.Add("  tw-reuse: averted");
            }

            if (OnsetSeconds * 2 < MostSeconds)
            {
                lines.Add(IsExact ? "  backend-ports: { verdict: delayed, delayFactor: 2 ± 5% }" : "  backend-ports: delayed");
            }

            return string.Join('\n', lines);
        }
    }

    private static string Seconds(double value) =>
        value < 1 ? $"{Number(value * 1000)}ms" : value.ToString("0.###", CultureInfo.InvariantCulture) + "s";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
