using System.Diagnostics;

namespace Repro.Labs;

/// <summary>The few programs of an ordinary Linux userland that the lab uses.</summary>
internal static class Tool
{
    private static readonly string[] Names = ["unshare", "nsenter", "mount", "ip", "sh"];

    /// <summary>What is not on the PATH.</summary>
    public static IReadOnlyList<string> Missing() => [.. Names.Where(name => Find(name) is null)];

    /// <summary>Runs a tool to its end.</summary>
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
        await using var kill = cancellationToken.Register(() => process.Kill());
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

    /// <summary>The path of a program on the PATH, or else in one of further folders; null where it is in none.</summary>
    public static string? Find(string name, params IEnumerable<string> furtherFolders) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(furtherFolders)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(File.Exists);
}
