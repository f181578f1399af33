using System.Diagnostics;
using System.Threading.Channels;

namespace Repro.Labs;

/// <summary>A child process of this one, whose output is read by threads of its own.</summary>
internal sealed class LocalProcess : IHostProcess
{
    private readonly Process process;

    public LocalProcess(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[RuntimeDiagnostics.Variable] = "0";
        process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Output = Pump(process.StandardOutput, "output");
        Errors = Pump(process.StandardError, "errors");
        Exit = WaitAsync();
    }

    public ChannelReader<string> Output { get; }

    public ChannelReader<string> Errors { get; }

    public Task<int> Exit { get; }

    public void WriteLine(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended; its exit code says why.
        }
    }

    /// <summary>Ends its standard input, and leaves it to itself.</summary>
    public void CloseInput() => process.StandardInput.Close();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await Exit;
        process.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    // .NET reads pipes synchronously even in ReadLineAsync: a thread of the pool would be stuck for each of some sixty streams.
    private static ChannelReader<string> Pump(StreamReader reader, string name)
    {
        var channel = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var thread = new Thread(() =>
        {
            try
            {
                while (reader.ReadLine() is { } line)
                {
                    channel.Writer.TryWrite(line);
                }
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The process was ended while it was being read.
            }

            channel.Writer.Complete();
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return channel.Reader;
    }
}
