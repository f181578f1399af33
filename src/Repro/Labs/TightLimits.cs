using Repro.Linux;

namespace Repro.Labs;

/// <summary>What a user or a process may have at the most, where that is less than any lab takes.</summary>
public static class TightLimits
{
    // Of this process, whatever it does: assemblies, and three pipes for each host. Of all: some twenty threads for each host.
    private const int FewestFiles = 256;
    private const int FewestProcesses = 200;

    /// <summary>Refuses where it is less. Before anything else: what fails for want of descriptors can't even say so.</summary>
    /// <exception cref="ReproException">It is.</exception>
    public static void Refuse() => Refuse(ProcessLimit.OpenFiles, Processes);

    /// <summary>Processes and threads that this user may have; null where there is no limit.</summary>
    internal static int? Processes => Environment.IsPrivilegedProcess ? null : ProcessLimit.Processes;

    /// <summary>
    /// Says so on standard error where there are fewer open files than that, for the program's first line: the parts that are loaded later,
    /// and Console among them, may find none.
    /// </summary>
    /// <returns>Whether there are.</returns>
    public static bool RefuseFewFiles()
    {
        if (!OperatingSystem.IsLinux() || FewFiles(FileLimit.Hard) is not { } few)
        {
            return false;
        }

        StandardDescriptor.Write(StandardDescriptor.Error, $"error: {few.Message}\n{few.Remedy}\n");
        return true;
    }

    /// <summary>The same for limits as they are given; null for none.</summary>
    internal static void Refuse(int? openFiles, int? processes)
    {
        if ((FewFiles(openFiles) ?? FewProcesses(processes)) is { } few)
        {
            throw few;
        }
    }

    /// <summary>Why nothing runs for a user of so few processes and threads; null where they are enough, or not limited.</summary>
    internal static ReproException? FewProcesses(int? processes) => processes < FewestProcesses
        ? new ReproException(
            FailureKind.NoLab,
            $"{Environment.UserName} may have {processes} processes and threads here, and a run takes {FewestProcesses} at the least.",
            "Raise the limit (ulimit -Hu; nproc in /etc/security/limits.conf, TasksMax of a unit).")
        : null;

    /// <summary>Why nothing runs in a process that may have so many open files; null where they are enough, or not known.</summary>
    internal static ReproException? FewFiles(int? openFiles) => openFiles < FewestFiles
        ? new ReproException(
            FailureKind.NoLab,
            $"A process may have {openFiles} open files here, and Repro takes {FewestFiles} at the least.",
            "Raise the limit (ulimit -Hn; nofile in /etc/security/limits.conf, LimitNOFILE of a unit, --ulimit nofile of a container).")
        : null;
}
