using System.Diagnostics;
using Repro.Linux;

namespace Repro.Nodes;

/// <summary>A program of the user's, in a group of its own, by which it is ended with all that it has started.</summary>
internal sealed class CommandProcess : IDisposable
{
    // Of a program that says something for each request nobody reads more.
    private const int MostLines = 10_000;
    private const int MostLastLines = 3;

    // EADDRNOTAVAIL: strerror(3) of C and what is made with it, and its name in others.
    private static readonly string[] NoAddress = ["cannot assign requested address", "EADDRNOTAVAIL"];

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Process process;
    private readonly Action<string> say;
    private readonly Lock gate = new();
    private readonly Queue<string> last = new();
    private int said;

    /// <param name="words">The program and its arguments.</param>
    /// <param name="say">Takes each line that it says, from any thread.</param>
    public CommandProcess(IReadOnlyList<string> words, Action<string> say)
    {
        this.say = say;
        // setsid(1) makes the group, and becomes the program in the end; with setpriv(1) the kernel ends it when this process dies.
        process = new Process
        {
            StartInfo = new ProcessStartInfo("setsid", ["setpriv", "--pdeathsig", "KILL", .. words])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        process.OutputDataReceived += (_, data) => Take(data.Data);
        process.ErrorDataReceived += (_, data) => Take(data.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its exit code; null while it runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>Whether it has said that there is no address left.</summary>
    public bool SaidSo { get; private set; }

    /// <summary>Asks it to end, as Ctrl-C does: most say then what they found.</summary>
    public void Interrupt() => ProcessGroup.Signal(process.Id, ProcessGroup.Interrupt);

    /// <summary>Ends it and what it has started, and returns the last lines that it said.</summary>
    public IReadOnlyList<string> End()
    {
        ProcessGroup.Signal(process.Id, ProcessGroup.Kill);
        Task.WaitAny([process.WaitForExitAsync()], LastWords);
        lock (gate)
        {
            return [.. last];
        }
    }

    public void Dispose() => process.Dispose();

    private void Take(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (gate)
        {
            SaidSo |= NoAddress.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase));
            last.Enqueue(line.Trim());
            if (last.Count > MostLastLines)
            {
                last.Dequeue();
            }

            if (++said > MostLines)
            {
                return;
            }
        }

        say(said == MostLines ? $"(more than {MostLines} lines: the others are left out)" : line);
    }
}
