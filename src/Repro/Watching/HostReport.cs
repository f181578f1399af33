using System.Text.Json.Serialization;
using Repro.Linux;
using Repro.Model;
using Repro.Physics;

namespace Repro.Watching;

/// <summary>What two looks at a host come to. Times in seconds, rates per second.</summary>
/// <param name="SchemaVersion">Of this record.</param>
/// <param name="Seconds">How long lay between the two looks.</param>
/// <param name="Hertz">The kernel's timer frequency.</param>
/// <param name="Sysctls">What decides about ports, as it is set.</param>
/// <param name="PortsPerTuple">Ports of the range that connect() may pick, for each tuple.</param>
/// <param name="ReservedPorts">Ports of the range that it may not.</param>
/// <param name="TimeWaitSeconds">How long a port is held after the close, on average.</param>
/// <param name="OpenedPerSecond">Connections that the host opened, towards anywhere.</param>
/// <param name="States">Sockets by state, in the kernel's words.</param>
/// <param name="TupleCount">Tuples with a port in use; those that are listed are the fullest.</param>
/// <param name="Tuples">The tuples, the one that runs out first at the front.</param>
/// <param name="Findings">What else is wrong, or may go wrong.</param>
/// <param name="Mitigations">What of the catalogue would help, and by how much; empty where no port is short.</param>
public sealed record HostReport(
    int SchemaVersion,
    double Seconds,
    int Hertz,
    IReadOnlyDictionary<string, string> Sysctls,
    int PortsPerTuple,
    int ReservedPorts,
    double TimeWaitSeconds,
    double OpenedPerSecond,
    IReadOnlyDictionary<string, int> States,
    int TupleCount,
    IReadOnlyList<TupleReport> Tuples,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Advice> Mitigations)
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>The range's first and last port.</summary>
    [JsonIgnore]
    public string Range => Sysctls.GetValueOrDefault(SysctlFile.LocalPortRange) ?? PortRanges.Format(PortRange.KernelDefault);
}

/// <summary>One tuple's ports.</summary>
/// <param name="Source">Source address.</param>
/// <param name="Destination">Destination address and port.</param>
/// <param name="InUse">Ports in use.</param>
/// <param name="Free">Ports that are left: those in TIME_WAIT that may be taken over are among them.</param>
/// <param name="TimeWait">Ports in TIME_WAIT.</param>
/// <param name="Established">Ports of open connections.</param>
/// <param name="CloseWait">Ports of connections that the other side has closed, and this one has not.</param>
/// <param name="SynSent">Ports of connections that nobody has answered yet.</param>
/// <param name="FinWait2">Ports of connections that this side has closed, and the other has not.</param>
/// <param name="ClosedPerSecond">Connections that went into TIME_WAIT here.</param>
/// <param name="FilledPerSecond">
/// At which rate they do as long as there are ports: the same, or, where none is left, that at which those came that are there.
/// </param>
/// <param name="OpenGrowthPerSecond">By how many more the others became.</param>
/// <param name="HeldSeconds">For how long TIME_WAIT keeps a port from others, on average.</param>
/// <param name="ThresholdPerSecond">The highest rate of connections that its ports carry, if each ends in TIME_WAIT here.</param>
/// <param name="SlowInSeconds">When half of the ports are in use and connect() gets slow; 0: it is; null: never.</param>
/// <param name="ExhaustedInSeconds">When there is no port left; 0: there is none; null: never.</param>
/// <param name="Processes">Who has its open connections: as far as this user may see it.</param>
public sealed record TupleReport(
    string Source,
    string Destination,
    int InUse,
    int Free,
    int TimeWait,
    int Established,
    int CloseWait,
    int SynSent,
    int FinWait2,
    double ClosedPerSecond,
    double FilledPerSecond,
    double OpenGrowthPerSecond,
    double HeldSeconds,
    double ThresholdPerSecond,
    double? SlowInSeconds,
    double? ExhaustedInSeconds,
    IReadOnlyList<string> Processes)
{
    /// <summary>Of the threshold, the share that is not used.</summary>
    public double Headroom => ThresholdPerSecond > 0 ? Math.Round(1 - (ClosedPerSecond / ThresholdPerSecond), 4) : 0;
}

/// <summary>What of the catalogue would help.</summary>
/// <param name="Mitigation">Its name there.</param>
/// <param name="ThresholdPerSecond">The highest rate with it; null: there is none.</param>
/// <param name="Factor">How many times as much that is; null where there is no limit.</param>
/// <param name="Summary">What it changes.</param>
/// <param name="Risk">When it is unsafe.</param>
public sealed record Advice(string Mitigation, double? ThresholdPerSecond, double? Factor, string Summary, string Risk);

[JsonSerializable(typeof(HostReport))]
[JsonSerializable(typeof(FindingId))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class WatchJson : JsonSerializerContext;
