using System.Text.Json.Serialization;

namespace Repro.Explaining;

/// <summary>What is behind it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Cause>))]
public enum Cause
{
    /// <summary>What was pasted does not say.</summary>
    [JsonStringEnumMemberName("cannot-tell")]
    CannotTell,

    /// <summary>No port is left; what holds them is not in what was pasted.</summary>
    [JsonStringEnumMemberName("ports")]
    Ports,

    /// <summary>No port is left, as TIME_WAIT holds them.</summary>
    [JsonStringEnumMemberName("ports-in-time-wait")]
    PortsInTimeWait,

    /// <summary>No port is left, as open connections hold them.</summary>
    [JsonStringEnumMemberName("ports-of-open-connections")]
    PortsOfOpenConnections,

    /// <summary>No port is left for bind(), which picks one before it is known where to.</summary>
    [JsonStringEnumMemberName("ports-bound-first")]
    PortsBoundFirst,

    /// <summary>No port is left, as connections wait for an answer to their SYN.</summary>
    [JsonStringEnumMemberName("ports-unanswered")]
    PortsUnanswered,

    /// <summary>No port is left, as the other side closes late.</summary>
    [JsonStringEnumMemberName("ports-in-fin-wait-2")]
    PortsInFinWait2,

    /// <summary>The other side has closed, and the program has not.</summary>
    [JsonStringEnumMemberName("close-wait-leak")]
    CloseWaitLeak,

    /// <summary>A source address that the host does not have.</summary>
    [JsonStringEnumMemberName("no-such-address")]
    NoSuchAddress,

    /// <summary>A service's port is taken.</summary>
    [JsonStringEnumMemberName("listener-taken")]
    ListenerTaken,

    /// <summary>Too many open files.</summary>
    [JsonStringEnumMemberName("open-files")]
    OpenFiles,

    /// <summary>The proxy's own limit of connections.</summary>
    [JsonStringEnumMemberName("connection-limit")]
    ConnectionLimit,

    /// <summary>Connection tracking is full.</summary>
    [JsonStringEnumMemberName("conntrack-full")]
    ConntrackFull,

    /// <summary>Nobody listens there.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>There is no way there.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,
}
