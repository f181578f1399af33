using System.Globalization;
using Repro.Labs;
using Repro.Linux;

namespace Repro.Doctor;

/// <summary>What this user, and this machine, may take.</summary>
internal static class LimitExaminer
{
    private const string Group = "limits";

    // A proxy takes two descriptors for a request under way: ten thousand at a time are more than any scenario that ships has.
    private const int AmpleFiles = 20_000;
    private const int AmpleProcesses = 4000;

    // With one, client and proxy wait for each other, and with less than a GiB few hosts fit.
    private const int AmpleProcessors = 2;
    private const long AmpleBytes = 1L << 30;

    /// <summary>The parts.</summary>
    public static IEnumerable<ExaminedPart> Examine() => Examine(
        OperatingSystem.IsLinux() ? ProcessLimit.OpenFiles : null, OperatingSystem.IsLinux() ? TightLimits.Processes : null,
        Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>The same of limits as they are given; null for none, or one that is not known.</summary>
    internal static IEnumerable<ExaminedPart> Examine(int? files, int? processes, int processors, long bytes)
    {
        yield return Limit(
            "open files", files, AmpleFiles, TightLimits.FewFiles(files), "many connections at a time: slow backends, late FINs",
            "Raise the limit (ulimit -Hn) where a run says that a process would need more.");
        yield return Limit(
            "processes", processes, AmpleProcesses, TightLimits.FewProcesses(processes), "a process and some twenty threads for each host",
            "Raise the limit (ulimit -Hu) for many hosts, or run fewer cases side by side (--parallel 1).");
        yield return Part(
            "processors", processors >= AmpleProcessors, string.Create(CultureInfo.InvariantCulture, $"{processors}"),
            "cases side by side, and rates of thousands a second",
            "Cases run one after the other; lower rates stay valid. A case that this machine was too slow for is invalid, and says so.");
        yield return Part(
            "memory", bytes >= AmpleBytes, string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):#,0} MiB"),
            "some 64 MiB for each host",
            "Run fewer cases side by side (--parallel 1), or fewer hosts (clients.count).");
    }

    private static ExaminedPart Limit(string name, int? value, int ample, ReproException? refusal, string needed, string remedy)
    {
        var part = refusal is not null
            ? new ExaminedPart(Group, name, PartState.Missing, refusal.Message, needed, refusal.Remedy)
            : Part(
                name, value is null || value >= ample, value?.ToString("#,0", CultureInfo.InvariantCulture) ?? "no limit", needed, remedy);
        return part with { RequiredBy = LabKinds.Names };
    }

    private static ExaminedPart Part(string name, bool isAmple, string found, string needed, string remedy) => isAmple
        ? new ExaminedPart(Group, name, PartState.Ok, found, needed)
        : new ExaminedPart(Group, name, PartState.Limited, found, needed, remedy);
}
