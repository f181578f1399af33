using System.IO.Pipes;
using Repro.Linux;

namespace Repro.Labs.Netns;

/// <summary>The way out of a sandbox while it runs: lines, through a pipe that the program inside has been handed.</summary>
internal sealed class SandboxFeed : IDisposable
{
    private const string Variable = "REPRO_FEED";

    // The program inside has ended by then; only what it did not keep to itself could hold the pipe open.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly AnonymousPipeServerStream pipe = new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly Thread thread;

    /// <param name="take">Takes each line, on a thread of the feed's own.</param>
    public SandboxFeed(Action<string> take) => thread = new Thread(() => Read(take)) { IsBackground = true, Name = "feed" };

    /// <summary>Outside: has a program that is about to be started find the pipe.</summary>
    public void AddTo(IDictionary<string, string?> environment) => environment[Variable] = pipe.GetClientHandleAsString();

    /// <summary>Outside: listens, once the program has been started.</summary>
    public void Listen()
    {
        // Or the end would never be seen.
        pipe.DisposeLocalCopyOfClientHandle();
        thread.Start();
    }

    /// <summary>Outside, when the program has ended: waits for its last line.</summary>
    public void Dispose()
    {
        if (thread.IsAlive)
        {
            thread.Join(Patience);
        }

        pipe.Dispose();
    }

    /// <summary>Inside: the pipe, kept from whatever is started from now on; null where nobody listens.</summary>
    public static TextWriter? Open()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } handle)
        {
            return null;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        var end = new AnonymousPipeClientStream(PipeDirection.Out, handle);
        CloseOnExec.Set(end.SafePipeHandle);
        return new StreamWriter(end) { AutoFlush = true };
    }

    private void Read(Action<string> take)
    {
        try
        {
            using var reader = new StreamReader(pipe, leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                take(line);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It was given up while somebody still held it open.
        }
    }
}
