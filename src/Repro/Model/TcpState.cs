using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Model;

/// <summary>The state of a TCP socket, by the kernel's numbers and names (include/net/tcp_states.h).</summary>
[JsonConverter(typeof(TcpStateConverter))]
internal enum TcpState
{
    /// <summary>One of a newer kernel.</summary>
    Unknown,

    /// <summary>Open.</summary>
    Established,

    /// <summary>A SYN was sent.</summary>
    SynSent,

    /// <summary>A SYN was answered.</summary>
    SynReceived,

    /// <summary>This side has closed, and its FIN is not acknowledged yet.</summary>
    FinWait1,

    /// <summary>This side has closed, and the other's FIN has not come.</summary>
    FinWait2,

    /// <summary>Both have closed, this side first.</summary>
    TimeWait,

    /// <summary>Not connected.</summary>
    Close,

    /// <summary>The other side has closed, and this one has not.</summary>
    CloseWait,

    /// <summary>This side has closed after the other, and its FIN is not acknowledged yet.</summary>
    LastAck,

    /// <summary>Waits for connections.</summary>
    Listen,

    /// <summary>Both have closed at once.</summary>
    Closing,

    /// <summary>A SYN was answered, and the socket is not made yet.</summary>
    NewSynReceived,
}

/// <summary>The kernel's names of the states.</summary>
internal static class TcpStates
{
    private static readonly string[] Names =
    [
        "?", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN",
        "CLOSING", "NEW_SYN_RECV",
    ];

    /// <summary>As <c>ss</c> and sock_diag(7) call it, like <c>TIME_WAIT</c>.</summary>
    public static string Name(this TcpState state) => Names[(int)state];

    /// <summary>The state of a name; null where it is none.</summary>
    public static TcpState? Named(string name) => Array.IndexOf(Names, name) is var index and >= 0 ? (TcpState)index : null;

    /// <summary>The state of the kernel's number.</summary>
    public static TcpState Of(byte number) => number < Names.Length ? (TcpState)number : TcpState.Unknown;
}

/// <summary>States by their names, as keys and as values.</summary>
internal sealed class TcpStateConverter : JsonConverter<TcpState>
{
    public override TcpState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadAsPropertyName(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, TcpState value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name());

    public override TcpState ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TcpStates.Named(reader.GetString()!) ?? throw new JsonException($"{reader.GetString()} is no TCP state");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TcpState value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Name());
}
