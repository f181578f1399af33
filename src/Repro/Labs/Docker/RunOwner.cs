using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Repro.Labs.Docker;

/// <summary>The process that a run's containers and networks belong to.</summary>
/// <param name="Machine">Tells machines, and process namespaces of one machine, apart.</param>
/// <param name="ProcessId">Its id there.</param>
/// <param name="Started">
/// When it started, as ids come round again: on Linux in clock ticks since boot, which setting the clock does not change, elsewhere in
/// seconds of the Unix epoch.
/// </param>
internal sealed record RunOwner(string Machine, int ProcessId, long Started)
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";
    private const string ProcessNamespace = "/proc/self/ns/pid";
    private const int ClockTolerance = 2;

    /// <summary>This process.</summary>
    public static RunOwner Current { get; } = Find();

    /// <summary>Reads what <see cref="ToString"/> has written; null for anything else.</summary>
    public static RunOwner? Parse(string text) => text.Split('/') is [var machine, var id, var started]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
        && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new RunOwner(machine, process, seconds)
            : null;

    /// <summary>Whether it has ended; null where that can't be seen from here.</summary>
    public bool? HasEnded =>
        Machine != Current.Machine ? null : StartOf(ProcessId) is not { } start || Math.Abs(start - Started) > ClockTolerance;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine}/{ProcessId}/{Started}");

    private static RunOwner Find()
    {
        var machine = File.Exists(BootFile)
            ? $"{File.ReadAllText(BootFile).Trim()}:{new FileInfo(ProcessNamespace).LinkTarget}"
            : Environment.MachineName;
        return new RunOwner(machine, Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);
    }

    private static long? StartOf(int id)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Field 22; the second is the program's name, which may have spaces and parentheses (proc_pid_stat(5)).
                var stat = File.ReadAllText($"/proc/{id}/stat");
                return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
            }

            using var process = Process.GetProcessById(id);
            return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or IOException)
        {
            return null;
        }
    }
}
