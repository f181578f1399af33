using System.Diagnostics;
using System.Globalization;

namespace Repro.Benchmarks.Lab;

/// <summary>A program from its start to its end, with all that it starts.</summary>
internal static class Whole
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    // USER_HZ, which is 100 wherever .NET runs.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds, processor time of the program and its descendants, and the most megabytes that one of them had.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync(double limitSeconds, string program, params string[] arguments)
    {
        var (userBefore, systemBefore) = Children();
        var begun = Stopwatch.GetTimestamp();
        await using var launch = Launch.Start(program, arguments);
        var end = launch.EndAsync(limitSeconds, closeInput: false);
        var most = 0.0;
        using var timer = new PeriodicTimer(Tick);
        while (!end.IsCompleted)
        {
            most = Math.Max(most, Tree(launch.Id).Max(Megabytes));
            await Task.WhenAny(end, timer.WaitForNextTickAsync().AsTask());
        }

        await end;
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var (user, system) = Children();
        return new() { ["seconds"] = seconds, ["user"] = user - userBefore, ["system"] = system - systemBefore, ["megabytes"] = most };
    }

    // cutime and cstime: of all children that have been waited for, and of theirs.
    private static (double User, double System) Children()
    {
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (
            double.Parse(fields[13], CultureInfo.InvariantCulture) / TicksPerSecond,
            double.Parse(fields[14], CultureInfo.InvariantCulture) / TicksPerSecond);
    }

    private static IEnumerable<int> Tree(int id)
    {
        yield return id;
        foreach (var child in Read($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var one in Tree(int.Parse(child, CultureInfo.InvariantCulture)))
            {
                yield return one;
            }
        }
    }

    private static double Megabytes(int id) =>
        Read($"/proc/{id}/status").Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            ? Launch.Number(line, "VmHWM:") / 1024
            : 0;

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
