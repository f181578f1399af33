namespace Repro.Control;

/// <summary>How a process ended, in words.</summary>
internal static class ProcessExit
{
    // What a shell, .NET and engines add to the number of the signal that ended a process.
    private const int SignalOffset = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL: somebody did it, or the kernel for want of memory",
        [11] = "SIGSEGV",
        [15] = "SIGTERM",
    };

    /// <summary>As the end of a sentence that begins with the process.</summary>
    public static string Of(int exitCode) => Signals.TryGetValue(exitCode - SignalOffset, out var signal)
        ? $"was killed ({signal})"
        : $"ended with exit code {exitCode}";
}
