using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Lab;

/// <summary>A process of the harness: its lines in and out, its end, and what it has cost. It does not outlive its disposal.</summary>
internal sealed partial class Launch : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private readonly Process process;
    private readonly Task<string> errors;

    private Launch(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    /// <summary>Starts a program, looked for on the PATH and in the places of root's.</summary>
    /// <exception cref="UnmeasurableException">There is no such program.</exception>
    public static Launch Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Find(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return new Launch(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end, and returns what it wrote.</summary>
    /// <exception cref="IOException">It failed.</exception>
    /// <exception cref="TimeoutException">It took too long, and was killed.</exception>
    public static async Task<string> RunAsync(double limitSeconds, string program, params IEnumerable<string> arguments)
    {
        await using var launch = Start(program, arguments);
        return await launch.EndAsync(limitSeconds);
    }

    public static string Find(string program) =>
        program.Contains('/', StringComparison.Ordinal) ? program
        : $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists)
            ?? throw new UnmeasurableException($"{program} is not installed");

    public void WriteLine(string line)
    {
        process.StandardInput.WriteLine(line);
        process.StandardInput.Flush();
    }

    /// <summary>Reads on to a line for which <paramref name="isIt"/> holds.</summary>
    public async Task<string> AwaitLineAsync(Predicate<string> isIt, double limitSeconds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(limitSeconds));
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (isIt(line))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"{Name} did not say what was waited for within {limitSeconds} s", exception);
        }

        throw new IOException($"{Name} ended early: {(await errors).Trim()}");
    }

    public async Task<string> EndAsync(double limitSeconds, bool closeInput = true)
    {
        if (closeInput)
        {
            process.StandardInput.Close();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(limitSeconds));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output : throw new IOException($"{Name} exited with {process.ExitCode}: {Last(await errors)}");
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"{Name} did not end within {limitSeconds} s", exception);
        }
    }

    /// <summary>Processor time of all of its threads so far, in seconds.</summary>
    public double CpuSeconds() => Directory.GetDirectories($"/proc/{Id}/task")
        .Sum(task => double.Parse(File.ReadAllText($"{task}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e9;

    public async ValueTask DisposeAsync()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has gone already.
        }

        using var limit = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    /// <summary>The first number after a word of some program's output.</summary>
    public static double Number(string output, string pattern) =>
        Regex.Match(output, pattern + @"\s*([\d.,]+)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new FormatException($"no '{pattern}' in: {Last(output)}");

    private string Name => Path.GetFileName(process.StartInfo.FileName) + " " + string.Join(' ', process.StartInfo.ArgumentList.Take(8));

    private static string Last(string text) => text.Trim().Split('\n')[^1];
}
