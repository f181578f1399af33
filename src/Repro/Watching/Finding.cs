using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Watching;

/// <summary>Something that is wrong on a host, or may go wrong.</summary>
/// <param name="Id">The kind, for programs.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record Finding(FindingId Id, string Text, string Remedy);

/// <summary>The kinds of findings.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingId>))]
public enum FindingId
{
    /// <summary>A tuple has no port left.</summary>
    [JsonStringEnumMemberName("ports-exhausted")]
    PortsExhausted,

    /// <summary>A tuple's ports run out if connections go on as they do.</summary>
    [JsonStringEnumMemberName("ports-run-out")]
    PortsRunOut,

    /// <summary>Open connections become more and more, and none of them ends.</summary>
    [JsonStringEnumMemberName("open-connections-leak")]
    OpenConnectionsLeak,

    /// <summary>The other side has closed, and the program has not.</summary>
    [JsonStringEnumMemberName("close-wait-leak")]
    CloseWaitLeak,

    /// <summary>The host has as many TIME_WAIT as it may have: further connections leave none.</summary>
    [JsonStringEnumMemberName("time-wait-buckets-full")]
    TimeWaitBucketsFull,

    /// <summary>A listener's queue was full.</summary>
    [JsonStringEnumMemberName("listen-overflow")]
    ListenOverflow,

    /// <summary>Connection tracking has no room left.</summary>
    [JsonStringEnumMemberName("conntrack-full")]
    ConntrackFull,

    /// <summary>Connection tracking could not take a connection in.</summary>
    [JsonStringEnumMemberName("conntrack-clash")]
    ConntrackClash,

    /// <summary>Half of a tuple's ports are in use.</summary>
    [JsonStringEnumMemberName("connect-slow")]
    ConnectSlow,

    /// <summary>A process has nearly as many files open as it may.</summary>
    [JsonStringEnumMemberName("open-files")]
    OpenFiles,

    /// <summary>Connections are being opened that nobody answers.</summary>
    [JsonStringEnumMemberName("no-answer")]
    NoAnswer,

    /// <summary>A service listens on a port of the range that is not reserved.</summary>
    [JsonStringEnumMemberName("listener-in-range")]
    ListenerInRange,
}

/// <summary>The names of the kinds.</summary>
public static class FindingIds
{
    /// <summary>As JSON has it.</summary>
    public static string Name(this FindingId id) => JsonSerializer.SerializeToElement(id, WatchJson.Default.FindingId).GetString()!;
}
