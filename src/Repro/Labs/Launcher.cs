using Repro.Linux;

namespace Repro.Labs;

/// <summary><c>dotnet run</c>, which stays in front of the program and takes no child along when it is killed.</summary>
internal static class Launcher
{
    // A closed terminal hangs up on both: this process is to hear of it before it follows.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Where this process was started by it, ends this process with it, at once.</summary>
    /// <param name="stopping">Cancelled when this process ends in its own way, which may take a while.</param>
    public static void Follow(CancellationToken stopping)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var parent = ProcessWatch.ParentId();
        var file = $"/proc/{parent}/cmdline";
        if (!File.Exists(file)
            || File.ReadAllText(file).Split('\0') is not [var program, "run", ..]
            || Path.GetFileName(program) != "dotnet")
        {
            return;
        }

        var thread = new Thread(() =>
        {
            if (ProcessWatch.WaitForExit(parent) && !IsStopping(stopping))
            {
                ImmediateExit.Now(ImmediateExit.Killed);
            }
        })
        {
            IsBackground = true,
            Name = "launcher",
        };
        thread.Start();
    }

    private static bool IsStopping(CancellationToken stopping)
    {
        try
        {
            return stopping.WaitHandle.WaitOne(Patience);
        }
        catch (ObjectDisposedException)
        {
            return true; // the run has ended
        }
    }
}
