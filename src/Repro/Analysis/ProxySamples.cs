using Repro.Recording;

namespace Repro.Analysis;

/// <summary>The samples of the proxy.</summary>
internal static class ProxySamples
{
    public const string Host = "proxy";

    public static IEnumerable<SocketsLine> Of(RecordedCase recorded) => recorded.Sockets.Where(line => line.Host == Host);

    /// <summary>Most sockets in a TCP state at a sample with a dump.</summary>
    public static int PeakState(IEnumerable<SocketsLine> samples, string state) =>
        samples.Select(line => line.States?.GetValueOrDefault(state) ?? 0).DefaultIfEmpty().Max();
}
