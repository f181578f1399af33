using System.Text.Json.Serialization;

namespace Repro.Recording;

/// <summary>What a restart of a service met: a line of <c>restarts.ndjson</c>.</summary>
/// <param name="Host">The host.</param>
/// <param name="T">When it was to listen again, in seconds since the load started.</param>
/// <param name="Port">Its port.</param>
/// <param name="Error">What bind() or listen() failed with; null where it listens.</param>
internal sealed record RestartLine(string Host, double T, int Port, string? Error = null)
{
    /// <summary>Whether somebody else has the port.</summary>
    [JsonIgnore]
    public bool IsTaken => Error == "EADDRINUSE";
}
