using System.Diagnostics;
using System.Text;
using Repro.Linux;

namespace Repro.Nodes;

/// <summary>A program of the user's, in a group of its own, by which it is ended with all that it has started.</summary>
internal sealed class CommandProcess : IDisposable
{
    // Of a program that says something for each request nobody reads more.
    private const int MostLines = 10_000;
    private const int LongestLine = 1000;
    private const int MostLastLines = 3;

    // EADDRNOTAVAIL: strerror(3) of C and what is made with it, and its name in others.
    private static readonly string[] NoAddress = ["cannot assign requested address", "EADDRNOTAVAIL"];

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Process process;
    private readonly Action<string> say;
    private readonly Lock gate = new();
    private readonly Queue<string> last = new();
    private readonly Task reading;
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
        process.Start();
        process.StandardInput.Close();
        reading = Task.WhenAll(new[] { process.StandardOutput, process.StandardError }
            .Select(reader => Task.Factory.StartNew(() => Listen(reader), TaskCreationOptions.LongRunning)));
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
        Task.WaitAny([Task.WhenAll(process.WaitForExitAsync(), reading)], LastWords);
        lock (gate)
        {
            return [.. last];
        }
    }

    public void Dispose() => process.Dispose();

    // Not by lines: an answer's body that is only passed on has no end of a line.
    private void Listen(StreamReader reader)
    {
        var line = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            for (var count = reader.Read(buffer); count > 0; count = reader.Read(buffer))
            {
                foreach (var letter in buffer.AsSpan(0, count))
                {
                    if (letter == '\n')
                    {
                        Take(line.ToString());
                        line.Clear();
                    }
                    else if (line.Length < LongestLine)
                    {
                        line.Append(letter);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It was ended while it spoke.
        }

        Take(line.ToString());
    }

    private void Take(string line)
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

        say(said == MostLines ? $"(more than {MostLines} lines: the others are left out)" : line.TrimEnd('\r'));
    }
}
