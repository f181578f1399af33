namespace Repro.Labs;

/// <summary>
/// The sockets through which debuggers and tracers reach a .NET program. The runtime makes them in the temporary folder before the
/// program's first line, and a kill leaves them there. Only the environment that a program is started with keeps it from making them.
/// </summary>
public static class RuntimeDiagnostics
{
    /// <summary>The variable; <c>0</c> turns them off. Whoever sets it has decided.</summary>
    internal const string Variable = "DOTNET_EnableDiagnostics";

    /// <summary>Drops the ones that this program has, and has none made for whatever it starts.</summary>
    public static void TurnOff()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, "0");
        foreach (var pattern in new[] { $"dotnet-diagnostic-{Environment.ProcessId}-*", $"clr-debug-pipe-{Environment.ProcessId}-*" })
        {
            try
            {
                foreach (var path in Directory.EnumerateFiles(Path.GetTempPath(), pattern))
                {
                    File.Delete(path);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // No such folder, or not ours: then there are none of ours in it.
            }
        }
    }
}
