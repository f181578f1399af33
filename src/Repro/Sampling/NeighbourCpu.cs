using System.Globalization;

namespace Repro.Sampling;

/// <summary>
/// Processor time of the other processes of this network namespace: of a program that does the host's work and can't be asked itself.
/// </summary>
internal sealed class NeighbourCpu
{
    private const string OwnNamespace = "/proc/self/ns/net";

    // USER_HZ, which is 100 on every architecture that .NET runs on (asm-generic/param.h).
    private const double TicksPerSecond = 100;

    // Counted from the state, which follows the name in parentheses: utime and stime are fields 14 and 15 of proc_pid_stat(5).
    private const int UserTime = 11;

    private IReadOnlyList<string> files = [];

    /// <summary>Their processor time so far, to the hundredth of a second. They are looked for until there are any.</summary>
    public TimeSpan Read()
    {
        files = files.Count == 0 ? [.. Neighbours()] : files;
        return TimeSpan.FromSeconds(files.Sum(file => Ticks(Text(file))) / TicksPerSecond);
    }

    /// <summary>User and system time of a process, in ticks, out of its /proc/PID/stat; 0 of one that has ended.</summary>
    internal static long Ticks(string stat)
    {
        // The name may have spaces and parentheses of its own.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > UserTime + 1
            ? long.Parse(fields[UserTime], CultureInfo.InvariantCulture) + long.Parse(fields[UserTime + 1], CultureInfo.InvariantCulture)
            : 0;
    }

    private static IEnumerable<string> Neighbours()
    {
        var own = Target(OwnNamespace);
        return from folder in Directory.EnumerateDirectories("/proc")
               let name = Path.GetFileName(folder)
               where int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId
               where own is not null && Target(Path.Combine(folder, "ns", "net")) == own
               select Path.Combine(folder, "stat");
    }

    private static string? Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended, or is somebody else's
        }
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
