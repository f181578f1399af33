using System.Globalization;

namespace Repro.Sampling;

/// <summary>
/// Processor time of the other processes of this network namespace: of a program that does the host's work and can't be asked itself.
/// </summary>
internal sealed class NeighbourCpu
{
    private const string OwnNamespace = "/proc/self/ns/net";
    private const string OwnStat = "/proc/self/stat";

    // USER_HZ, which is 100 on every architecture that .NET runs on (asm-generic/param.h).
    private const double TicksPerSecond = 100;

    // Counted from the state, which follows the name in parentheses: utime, stime, cutime and cstime are fields 14 to 17 of
    // proc_pid_stat(5).
    private const int UserTime = 11;
    private const int ChildrensUserTime = 13;
    private const int AfterTimes = 15;

    private const int ReadsBetweenLooks = 20;

    private readonly Lock gate = new();
    private IReadOnlyList<string> files = [];
    private int reads;
    private long most;

    /// <summary>
    /// Their processor time so far, to the hundredth of a second, with that of children which have ended: theirs, and this process's own.
    /// They are looked for until there are any, and every now and then.
    /// </summary>
    public TimeSpan Read()
    {
        lock (gate)
        {
            files = files.Count == 0 || reads++ % ReadsBetweenLooks == 0 ? [.. Neighbours()] : files;
            var own = Text(OwnStat);
            // Between the end of one and its parent's asking for it, nobody has its time.
            most = Math.Max(most, Ticks(own, ChildrensUserTime) + files.Sum(file => Ticks(Text(file))));
            return TimeSpan.FromSeconds(most / TicksPerSecond);
        }
    }

    /// <summary>
    /// User and system time of a process and of its children that have ended, in ticks, out of its /proc/PID/stat; 0 of one that has
    /// ended.
    /// </summary>
    /// <param name="stat">The file's text.</param>
    /// <param name="from">The first of the fields that count.</param>
    internal static long Ticks(string stat, int from = UserTime)
    {
        // The name may have spaces and parentheses of its own.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length >= AfterTimes ? fields[from..AfterTimes].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) : 0;
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
