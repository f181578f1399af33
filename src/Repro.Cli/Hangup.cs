using System.Globalization;
using System.Runtime.InteropServices;

namespace Repro.Cli;

/// <summary>
/// SIGHUP, of a terminal that was closed: it ends a run as Ctrl-C and SIGTERM do, with the report of what there is. Where it is ignored
/// (nohup) it stays so.
/// </summary>
internal sealed class Hangup : IDisposable
{
    private const string StatusFile = "/proc/self/status";
    private const string IgnoredSignals = "SigIgn:";
    private const ulong Bit = 1; // signal 1

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration? registration;

    public Hangup()
    {
        if (!OperatingSystem.IsWindows() && !IsIgnored())
        {
            registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                source.Cancel();
            });
        }
    }

    /// <summary>Cancelled when it has come.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registration?.Dispose();
        source.Dispose();
    }

    private static bool IsIgnored() => File.Exists(StatusFile)
        && File.ReadLines(StatusFile).FirstOrDefault(line => line.StartsWith(IgnoredSignals, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(IgnoredSignals.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask)
        && (mask & Bit) != 0;
}
