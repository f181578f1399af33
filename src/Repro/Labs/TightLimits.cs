using Repro.Linux;

namespace Repro.Labs;

/// <summary>What a user or a process may have at the most, where that is less than any lab takes.</summary>
public static class TightLimits
{
    // Of this process: three pipes for each host. Of all: some twenty threads for each host.
    private const int FewestFiles = 256;
    private const int FewestProcesses = 200;

    /// <summary>Refuses where it is less. Before anything else: what fails for want of descriptors can't even say so.</summary>
    /// <exception cref="ReproException">It is.</exception>
    public static void Refuse() => Refuse(ProcessLimit.OpenFiles, Environment.IsPrivilegedProcess ? null : ProcessLimit.Processes);

    /// <summary>The same for limits as they are given; null for none.</summary>
    internal static void Refuse(int? openFiles, int? processes)
    {
        if (openFiles < FewestFiles)
        {
            throw new ReproException(
                FailureKind.NoLab,
                $"A process may have {openFiles} open files here, and a run takes {FewestFiles} at the least.",
                "Raise the limit (ulimit -Hn; nofile in /etc/security/limits.conf, LimitNOFILE of a unit, --ulimit nofile of a container).");
        }

        if (processes < FewestProcesses)
        {
            throw new ReproException(
                FailureKind.NoLab,
                $"{Environment.UserName} may have {processes} processes and threads here, and a run takes {FewestProcesses} at the least.",
                "Raise the limit (ulimit -Hu; nproc in /etc/security/limits.conf, TasksMax of a unit).");
        }
    }
}
