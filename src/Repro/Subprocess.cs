using System.Diagnostics;

namespace Repro;

/// <summary>Another program of this machine, run to its end.</summary>
internal static class Subprocess
{
    /// <summary>Runs a program and reads all that it writes.</summary>
    /// <param name="program">Its path, or its name on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="cancellationToken">Kills it, and what it has started.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException($"{program} did not start");
        await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything: what it says of itself is the better message.
        }

        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output, (await errors).Trim());
    }

    /// <summary>Where a program is; null where it is not on the PATH.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="more">Folders to look in after those of the PATH.</param>
    public static string? Find(string name, params IReadOnlyList<string> more) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(more)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(File.Exists);
}
