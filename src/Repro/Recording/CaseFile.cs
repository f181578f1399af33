using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Repro.Model;
using Repro.Physics;

namespace Repro.Recording;

/// <summary><c>case.json</c>: what a case was to be, and the lab as it stood before the load.</summary>
internal sealed record CaseFile
{
    /// <summary>Names the case and its folder.</summary>
    public required string Id { get; init; }

    /// <summary>The mitigation's name.</summary>
    public required string Mitigation { get; init; }

    /// <summary>Mitigation, factor and values of the matrix as people read them; cases of one label differ in their rate alone.</summary>
    public required string Label { get; init; }

    /// <summary>Values of the matrix other than the rate; cases are compared with the baseline of the same values and rate.</summary>
    public required string Point { get; init; }

    /// <summary>What the mitigation changes, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>When it is unsafe; null for one of the scenario's own.</summary>
    public required string? Risk { get; init; }

    /// <summary>Why it was not run, and is a prediction only; null for a case that was.</summary>
    public required string? PredictedOnly { get; init; }

    /// <summary>Whether the others are compared with this one.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>The verdict that the scenario expects, in files that are older than <see cref="Expectations"/>; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    /// <summary>What the scenario expects of it; null in files that are older than this.</summary>
    public IReadOnlyList<ExpectationFacts>? Expectations { get; init; }

    /// <summary>What the scenario expects of it, however old the file is.</summary>
    [JsonIgnore]
    public IReadOnlyList<ExpectationFacts> Expects =>
        Expectations ?? (Expected is null ? [] : [new ExpectationFacts("verdict", Expected, "", 0, 0)]);

    /// <summary>Requests per second over all clients.</summary>
    public required double OfferedPerSecond { get; init; }

    /// <summary>How long requests were to be sent, in seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Requests that were to be sent.</summary>
    public required long Requests { get; init; }

    /// <summary>Width of the bins of load.ndjson and proxy.ndjson, in seconds.</summary>
    public required double BinSeconds { get; init; }

    /// <summary>Samples that each host takes in a second.</summary>
    public required int SamplesPerSecond { get; init; }

    /// <summary>The hops with their predictions, clients first.</summary>
    public required IReadOnlyList<HopFacts> Hops { get; init; }

    /// <summary>The hop to the backends: the proxy opens its connections or, where there is none, the clients.</summary>
    [JsonIgnore]
    public HopFacts Upstream => Hops.First(hop => HostRoles.AcceptorOf(hop.Name) == HostRole.Backend);

    /// <summary>Whether a proxy is between the clients and the backends.</summary>
    [JsonIgnore]
    public bool HasProxy => Upstream.Opener == HostRole.Proxy;

    /// <summary>Whether a NAT is before the backends.</summary>
    [JsonIgnore]
    public bool HasNat => Hops.Any(hop => hop.Opener == HostRole.Nat);

    /// <summary>The hop that was predicted to run out first; the one to the backends where none was.</summary>
    [JsonIgnore]
    public HopFacts Bottleneck => WeakestHop.Of(Hops, hop => hop.OnsetSeconds);

    /// <summary>The hop with the lowest threshold; the one to the backends where none has any.</summary>
    [JsonIgnore]
    public HopFacts Limiting => WeakestHop.Of(Hops, hop => hop.ThresholdPerSecond);

    /// <summary>TIME_WAIT sockets that were predicted to be taken over; null where nothing is reused.</summary>
    public required long? TimeWaitRecycled { get; init; }

    /// <summary>Restarts of services, and what they were predicted to meet; null where there are none.</summary>
    public RestartFacts? Restarts { get; init; }

    /// <summary>The hosts as they came up.</summary>
    public required IReadOnlyList<HostFacts> Hosts { get; init; }

    /// <summary>The scenario's conditions with the mitigation applied.</summary>
    public required JsonNode Conditions { get; init; }

    /// <summary>The hop whose connections hosts of a role open.</summary>
    public HopFacts HopOf(HostRole opener) => Hops.First(hop => hop.Opener == opener);
}

/// <summary>What a scenario expects of one figure of a case.</summary>
/// <param name="Figure">The figure's key.</param>
/// <param name="Expected">What it is to be, as the scenario writes it.</param>
/// <param name="File">Where that stands: the scenario as it was given, or <c>--set</c> with its words.</param>
/// <param name="Line">The line in it, from 1; 0 where there are none.</param>
/// <param name="Column">The column, likewise.</param>
internal sealed record ExpectationFacts(string Figure, string Expected, string File, long Line, long Column);

/// <summary>One leg of a request's way, and what was predicted for it; see the plan's hop.</summary>
/// <param name="Name">Opening and accepting side.</param>
/// <param name="PortsPerTuple">Ports of each tuple.</param>
/// <param name="Tuples">Number of tuples.</param>
/// <param name="CapacityPorts">Ports × tuples.</param>
/// <param name="RequestsPerConnection">How many requests a connection carries, on average.</param>
/// <param name="HoldSeconds">How long a connection keeps its port.</param>
/// <param name="ThresholdPerSecond">The highest rate that can be kept up; null: there is none.</param>
/// <param name="OnsetSeconds">When the first connection fails; null: never.</param>
/// <param name="KneeSeconds">When half of the ports are taken; null: never.</param>
/// <param name="SafePerSecond">
/// The highest rate at which none fails at any moment; null: there is none, or the file is older than this.
/// </param>
/// <param name="EarliestOnsetSeconds">From when on the first may fail; null: by <paramref name="OnsetSeconds"/>, or never.</param>
/// <param name="LatestOnsetSeconds">Until when the first has failed; null: by <paramref name="OnsetSeconds"/>, or it need not fail.</param>
/// <param name="DependsOn">What decides between the earliest onset and never; null where nothing does.</param>
internal sealed record HopFacts(
    string Name,
    int PortsPerTuple,
    int Tuples,
    long CapacityPorts,
    double RequestsPerConnection,
    double HoldSeconds,
    double? ThresholdPerSecond,
    double? OnsetSeconds,
    double? KneeSeconds,
    double? SafePerSecond = null,
    double? EarliestOnsetSeconds = null,
    double? LatestOnsetSeconds = null,
    string? DependsOn = null)
{
    /// <summary>
    /// When connections were predicted to find no port, where something is changed in the course of the load; null where nothing is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FailingSpan>? Failing { get; init; }

    /// <summary>Ports × tuples from each step on, in their order; null as above.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<long>? CapacityAfterSteps { get; init; }

    /// <summary>Who opens its connections.</summary>
    [JsonIgnore]
    public HostRole Opener => HostRoles.OpenerOf(Name) ?? throw new InvalidOperationException($"{Name} is no hop");
}

/// <summary>Restarts of services, and what was predicted of them; see the plan's forecast.</summary>
/// <param name="Services">Services of all hosts together.</param>
/// <param name="InRange">Those whose ports a connection may be given.</param>
/// <param name="Count">Restarts while the load lasts.</param>
/// <param name="TakenShare">Of them those that find their port taken, as a rule; null: nobody could tell.</param>
/// <param name="LeastTakenShare">At the least; null as above.</param>
/// <param name="MostTakenShare">At the most; null as above.</param>
internal sealed record RestartFacts(
    int Services, int InRange, long Count, double? TakenShare, double? LeastTakenShare, double? MostTakenShare);

/// <summary>A host as it came up.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Sysctls">What was asked and what was read back.</param>
internal sealed record HostFacts(string Name, IReadOnlyList<string> Addresses, IReadOnlyList<SysctlFacts> Sysctls)
{
    /// <summary>What it does.</summary>
    [JsonIgnore]
    public HostRole Role => HostRoles.Of(Name) ?? throw new InvalidOperationException($"{Name} is no host");
}

/// <summary>A sysctl of a host.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="Asked">What was written.</param>
/// <param name="Read">What was read afterwards; null where the kernel does not have it.</param>
internal sealed record SysctlFacts(string Name, string Asked, string? Read);

/// <summary><c>end.json</c>: written last; a case without it was cut off.</summary>
/// <param name="Problems">What went wrong while it ran; empty for a case that ran as planned.</param>
/// <param name="DroppedLines">Lines of raw data that were lost.</param>
/// <param name="Proxy">What the proxy said of itself before the load; null where it never came to that.</param>
/// <param name="Clients">The same of the clients together, where there is no proxy.</param>
internal sealed record CaseEnd(
    IReadOnlyList<string> Problems, long DroppedLines, OpenerFacts? Proxy = null, OpenerFacts? Clients = null)
{
    /// <summary>What was said of themselves by the hosts that open the connections to the backends; null as above.</summary>
    [JsonIgnore]
    public OpenerFacts? Openers => Proxy ?? Clients;

    /// <summary>What was written of each raw file, by its name; null where a program wrote it that did not count.</summary>
    public IReadOnlyDictionary<string, RawFileFacts>? Files { get; init; }

    /// <summary>How the programs ended that sent the load in the clients' place; null where the clients did it themselves.</summary>
    public IReadOnlyList<CommandFacts>? Commands { get; init; }

    /// <summary>What came of what was to be changed in the course of the load; null where nothing was.</summary>
    public IReadOnlyList<StepFacts>? Steps { get; init; }

    /// <summary>How the hosts' clocks stood while the load lasted; null where it never began, or the file is older than this.</summary>
    public IReadOnlyList<ClockFacts>? Clocks { get; init; }
}

/// <summary>How a program of the user's ended.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Program">The program.</param>
/// <param name="ExitCode">Its exit code; null: the run ended it, when the load was over.</param>
/// <param name="Seconds">When it ended, in seconds since the load started.</param>
/// <param name="Said">The last lines that it said.</param>
internal sealed record CommandFacts(string Host, string Program, int? ExitCode, double Seconds, IReadOnlyList<string> Said);

/// <summary>What a host did at a moment of the load.</summary>
/// <param name="Host">The host.</param>
/// <param name="At">When it was to do it, in seconds since the load started.</param>
/// <param name="DoneAt">When it had done it.</param>
/// <param name="Sysctls">What it was given, and what was read back then.</param>
/// <param name="Problem">Why it could not do it; null where it could.</param>
internal sealed record StepFacts(string Host, double At, double DoneAt, IReadOnlyList<SysctlFacts> Sysctls, string? Problem)
{
    /// <summary>What it does.</summary>
    [JsonIgnore]
    public HostRole Role => HostRoles.Of(Host) ?? throw new InvalidOperationException($"{Host} is no host");
}

/// <summary>How a host's clock stood to the run's.</summary>
/// <param name="Host">The host.</param>
/// <param name="OffsetSeconds">
/// What it was ahead by, before the load; the host's moments count from a start that takes it into account.
/// </param>
/// <param name="BoundSeconds">
/// By how much a moment of the host may be off by that, drift in the course of the load included; 0 for the run's own clock.
/// </param>
internal sealed record ClockFacts(string Host, double OffsetSeconds, double BoundSeconds);

/// <summary>What was written of a raw file.</summary>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Xxh64">XXH64 of its bytes, as <c>xxhsum</c> prints it.</param>
internal sealed record RawFileFacts(long Lines, string Xxh64);

/// <summary>What hosts that open connections to the backends found when they were set up, all together.</summary>
/// <param name="SocketPorts">
/// IP_LOCAL_PORT_RANGE as read back from an upstream socket, as in <c>32768 33767</c>; null where none was set.
/// </param>
/// <param name="Prefilled">Ports that were put into TIME_WAIT before the load, over all tuples.</param>
/// <param name="PrefillSeconds">How long that took.</param>
/// <param name="PrefillProblem">Why it is fewer than asked; null where it is not.</param>
internal sealed record OpenerFacts(string? SocketPorts, long Prefilled, double PrefillSeconds, string? PrefillProblem)
{
    /// <summary>Other options as read back from an upstream socket; null where none was set, or the file is older than this.</summary>
    public IReadOnlyList<SocketOptionFacts>? SocketOptions { get; init; }

    /// <summary>
    /// What several hosts found, as if they were one: a range that all read back, the first problem, the time of the slowest.
    /// </summary>
    public static OpenerFacts Of(IReadOnlyList<OpenerFacts> hosts) => hosts.Count == 1 ? hosts[0] :
        new OpenerFacts(
            hosts.Select(host => host.SocketPorts).Distinct().Count() == 1 ? hosts[0].SocketPorts : null,
            hosts.Sum(host => host.Prefilled),
            hosts.Max(host => host.PrefillSeconds),
            hosts.Select(host => host.PrefillProblem).FirstOrDefault(problem => problem is not null))
        {
            SocketOptions = hosts[0].SocketOptions is null ? null
                : [.. hosts.SelectMany(host => host.SocketOptions ?? []).Distinct()],
        };
}

/// <summary>An option of a socket.</summary>
/// <param name="Name">Its name in the manual pages.</param>
/// <param name="Asked">What was written.</param>
/// <param name="Read">What was read afterwards; null where the kernel does not have it.</param>
internal sealed record SocketOptionFacts(string Name, int Asked, int? Read);
