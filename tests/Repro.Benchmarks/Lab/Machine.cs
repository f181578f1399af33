using System.Globalization;
using System.Runtime.InteropServices;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Lab;

/// <summary>What the machine is, for the page.</summary>
internal static class Machine
{
    public static async Task<IReadOnlyList<string>> DescribeAsync(bool isQuick)
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var memory = Launch.Number(await File.ReadAllTextAsync("/proc/meminfo"), "MemTotal:") / (1 << 20);
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        var tools = new List<string>();
        foreach (var (tool, arguments) in new (string, string[])[]
        {
            ("wrk", ["-v"]), ("ab", ["-V"]), ("nginx", ["-v"]), ("haproxy", ["-v"]), ("gcc", ["--version"]),
        })
        {
            tools.Add(await VersionAsync(tool, arguments));
        }

        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} processors ({model ?? "of unknown model"}), {memory:0} GB, "
                + $"Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}"),
            $"commit {await CommitAsync()}; load average before the first measurement: "
            + $"{load}{(isQuick ? "; quick: short measurements, whose figures are for a look only" : "")}",
            $"beside: {string.Join("; ", tools)}",
        ];
    }

    private static async Task<string> VersionAsync(string tool, string[] arguments)
    {
        try
        {
            var text = await Launch.RunAsync(10, "sh", ["-c", "\"$@\" 2>&1 | head -1", "sh", Launch.Find(tool), .. arguments]);
            return text.Trim().Split(" Copyright")[0];
        }
        catch (UnmeasurableException exception)
        {
            return exception.Message;
        }
    }

    private static async Task<string> CommitAsync()
    {
        try
        {
            return (await Launch.RunAsync(
                10, "git", "-c", "safe.directory=*", "-C", Tests.RepositoryRoot.Directory, "describe", "--always", "--dirty")).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnmeasurableException)
        {
            return "unknown";
        }
    }
}
