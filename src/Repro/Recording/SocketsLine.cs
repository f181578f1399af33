using System.Text.Json.Serialization;
using Repro.Model;

namespace Repro.Recording;

/// <summary>What a host's kernel said at one moment: a line of <c>sockets.ndjson</c>.</summary>
internal sealed record SocketsLine
{
    /// <summary>The host.</summary>
    public required string Host { get; init; }

    /// <summary>Seconds since the load started.</summary>
    public double T { get; init; }

    /// <summary>TCP sockets in TIME_WAIT, orphaned FIN_WAIT_2 among them: <c>tw</c> of /proc/net/sockstat.</summary>
    public int TimeWait { get; init; }

    /// <summary>TCP sockets in any other state: <c>inuse</c>.</summary>
    public int InUse { get; init; }

    /// <summary>
    /// Counters of /proc/net/netstat, /proc/net/snmp and /proc/net/stat/nf_conntrack, since the load started; those that stand at zero are
    /// left out, and all of them on a sample with <see cref="DumpLate"/>.
    /// </summary>
    [JsonConverter(typeof(CountersConverter))]
    public required IReadOnlyDictionary<string, long> Counters { get; init; }

    /// <summary>Processor time of the process that does the host's work since the load started, in seconds.</summary>
    public double Cpu { get; init; }

    /// <summary>
    /// Share of the whole machine's processor time that was not idle over the last second or so, 0–1; null on most samples.
    /// </summary>
    public double? MachineBusy { get; init; }

    /// <summary>Sockets by TCP state, or null on samples without a dump.</summary>
    public IReadOnlyDictionary<TcpState, int>? States { get; init; }

    /// <summary>Local ports in use per tuple, or null on samples without a dump.</summary>
    public IReadOnlyList<TupleUse>? Tuples { get; init; }

    /// <summary>
    /// What the freshest TIME_WAIT had left on its timer, in seconds: just after a close, the length of TIME_WAIT before the timer wheel
    /// rounds it up. Null on samples without a dump, or without a TIME_WAIT.
    /// </summary>
    public double? TimeWaitLeft { get; init; }

    /// <summary>How long it took to take this sample, in microseconds.</summary>
    public double CostMicroseconds { get; init; }

    /// <summary>
    /// By how much the dump of this sample began later than it was due, in seconds, as it waits until nobody else wants the processor; null
    /// on a sample that waits for nobody: those without a dump, a host's last, and all that are older than this.
    /// </summary>
    public double? DumpLate { get; init; }
}

/// <summary>Local ports in use towards one destination.</summary>
/// <param name="Source">Source address.</param>
/// <param name="Destination">Destination address and port.</param>
/// <param name="Ports">Ports of the local range in use.</param>
/// <param name="Established">Those of them in ESTABLISHED.</param>
/// <param name="TimeWait">Those of them in TIME_WAIT.</param>
internal sealed record TupleUse(string Source, string Destination, int Ports, int Established = 0, int TimeWait = 0);
