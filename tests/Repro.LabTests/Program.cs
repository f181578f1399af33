using System.ComponentModel;
using System.Diagnostics;

namespace Repro.LabTests;

/// <summary>The program under test, as a process of its own.</summary>
internal sealed class Program : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private Program(Process process)
    {
        Process = process;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public Process Process { get; }

    // As its own build leaves it, compiled ahead of time; the copy beside the tests is not.
    private static string Folder => AppContext.BaseDirectory.Replace(
        System.IO.Path.Combine("tests", "Repro.LabTests"), System.IO.Path.Combine("src", "Repro.Cli"), StringComparison.Ordinal);

    /// <summary>The program's file.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Folder, "repro");

    /// <param name="arguments">The program's arguments.</param>
    /// <param name="path">PATH, unless as it is.</param>
    /// <param name="engine">DOCKER_HOST, unless as it is.</param>
    /// <param name="session">Whether it leads a session, and so a group of processes, of its own.</param>
    /// <param name="launcher">A program that becomes it, with its arguments.</param>
    /// <param name="temporary">TMPDIR, unless as it is.</param>
    /// <param name="environment">Other variables.</param>
    public static Program Start(
        IReadOnlyList<string> arguments, string? path = null, string? engine = null, bool session = false,
        IReadOnlyList<string>? launcher = null,
        string? temporary = null,
        params IEnumerable<(string Name, string Value)> environment)
    {
        string[] command =
            [.. session ? ["setsid"] : Array.Empty<string>(), .. launcher ?? [], Path, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        if (engine is not null)
        {
            start.Environment["DOCKER_HOST"] = engine;
        }

        if (temporary is not null)
        {
            start.Environment["TMPDIR"] = temporary;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Program(Process.Start(start)!);
    }

    /// <summary>How many processes of this program, and of no other build of it, have an argument and the engine at an address.</summary>
    public static int Running(string argument, string engine) => Process.GetProcessesByName("repro").Count(process =>
    {
        try
        {
            return process.MainModule?.FileName == Path
                && File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0').Contains(argument)
                && File.ReadAllText($"/proc/{process.Id}/environ").Split('\0').Contains($"DOCKER_HOST={engine}");
        }
        catch (Exception exception)
            when (exception is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is somebody else's
        }
    });

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        return await program.EndAsync();
    }

    public Task<(int ExitCode, string Output, string Errors)> EndAsync() => EndAsync(Limit);

    public async Task<(int ExitCode, string Output, string Errors)> EndAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        await Process.WaitForExitAsync(limit.Token);
        return (Process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        Process.Dispose();
    }
}
