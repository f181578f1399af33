using Repro.Linux;

namespace Repro.Labs;

/// <summary><c>dotnet run</c>, which stays in front of the program and takes no child along when it is killed.</summary>
internal static class Launcher
{
    /// <summary>Where this process was started by it, ends this process with it, at once.</summary>
    public static void Follow()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var parent = ProcessWatch.ParentId();
        var file = $"/proc/{parent}/cmdline";
        if (!File.Exists(file) || File.ReadAllText(file).Split('\0') is not [var program, "run", ..] || Path.GetFileName(program) != "dotnet")
        {
            return;
        }

        var thread = new Thread(() =>
        {
            if (ProcessWatch.WaitForExit(parent))
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
}
