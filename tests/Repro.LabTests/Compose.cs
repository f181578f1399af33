using System.Diagnostics;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>
/// The repository's compose file, run under a name of the test's own by whichever compose is here: the plugin of docker, or
/// docker-compose.
/// </summary>
internal sealed class Compose : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string[][] Programs = [["docker", "compose"], ["docker-compose"]];

    private readonly string[] program;
    private readonly IReadOnlyDictionary<string, string> variables;
    private readonly string project = $"repro-test-{Environment.ProcessId}";

    private Compose(string[] program, IReadOnlyDictionary<string, string> variables) =>
        (this.program, this.variables) = (program, variables);

    /// <summary>One that reaches an engine; skips the test, or fails it where compose is required, without.</summary>
    /// <param name="variables">Environment variables of the file.</param>
    public static async Task<Compose> FindAsync(IReadOnlyDictionary<string, string> variables)
    {
        var problems = new List<string>();
        foreach (var candidate in Programs)
        {
            var compose = new Compose(candidate, variables);
            var (exitCode, text) = await compose.RunAsync("ps");
            if (exitCode == 0)
            {
                var (made, _, problem) = await Program.RunAsync("lab", "image", "--offline");
                Assert.True(made == 0, problem);
                return compose;
            }

            problems.Add($"{string.Join(' ', candidate)}: {text.Trim().Split('\n')[^1].Trim()}");
        }

        Requirement.Check(Requirement.Compose, string.Join("; ", problems));
        throw new UnreachableException();
    }

    public async Task<string> DoAsync(params string[] arguments)
    {
        var (exitCode, text) = await RunAsync(arguments);
        Assert.True(exitCode == 0, text);
        return text;
    }

    /// <summary>The first line of a service's log that has a text in it; fails where none comes.</summary>
    public async Task<string> LineAsync(string service, string wanted)
    {
        using var process = Start(["logs", "--no-color", "--follow", service]);
        using var limit = new CancellationTokenSource(Limit);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var lines = new List<string>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.Contains(wanted, StringComparison.Ordinal))
                {
                    return line;
                }

                lines.Add(line);
            }
        }
        catch (OperationCanceledException)
        {
            // What did come is in the message.
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        lines.Add(await errors);
        Assert.Fail($"{service} never said '{wanted}', but:\n{string.Join('\n', lines)}");
        throw new UnreachableException();
    }

    /// <summary>Waits for every client's sum: compose starts them one after the other, and the last one ends after the first.</summary>
    public async Task ClientsEndAsync()
    {
        foreach (var client in Enumerable.Range(1, 4))
        {
            await LineAsync($"client-{client}", "in all:");
        }
    }

    public async ValueTask DisposeAsync() => await RunAsync("down");

    private async Task<(int ExitCode, string Text)> RunAsync(params string[] arguments)
    {
        try
        {
            using var process = Start(arguments);
            using var limit = new CancellationTokenSource(Limit);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output + await errors);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(
            program[0], [.. program[1..], "-p", project, "-f", RepositoryRoot.PathOf("docker-compose.lab.yml"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
