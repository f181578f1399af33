using System.Diagnostics;
using System.IO.Pipelines;

namespace Repro.Docker;

/// <summary>
/// A connection that the program docker makes: its standard input and output are the two ways. Ends with it. For HTTP, which reads and
/// writes memory, and asynchronously.
/// </summary>
internal sealed class DialedStream : Stream
{
    private readonly Process process;
    private readonly Stream incoming;
    private readonly Stream outgoing;
    private int disposed;

    private DialedStream(Process process)
    {
        this.process = process;
        outgoing = process.StandardInput.BaseStream;
        // Without a limit the pump never waits for a reader, who may be gone.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        incoming = pipe.Reader.AsStream();
        // .NET reads a child's pipes synchronously even when asked otherwise: threads of its own keep the pool free.
        var errors = Task.Factory.StartNew(process.StandardError.ReadToEnd, TaskCreationOptions.LongRunning);
        new Thread(() => Pump(pipe.Writer, errors)) { IsBackground = true, Name = "dial-stdio" }.Start();
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts the program; whether it gets through shows when reading.</summary>
    public static DialedStream Start(CliEndpoint endpoint)
    {
        string[] arguments = endpoint.Context is { } context ? ["--context", context, "system", "dial-stdio"] : ["system", "dial-stdio"];
        var start = new ProcessStartInfo(endpoint.Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // A context beside DOCKER_HOST is an error to the program.
        start.Environment["DOCKER_HOST"] = endpoint.Context is null ? endpoint.Address : null;
        return new DialedStream(Process.Start(start)!);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        incoming.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await outgoing.WriteAsync(buffer, cancellationToken);
            await outgoing.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It has ended: what it said of itself comes with reading.
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // With its end the pump ends whoever reads, and disposes of the process.
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended, and the pump was first.
            }
        }

        base.Dispose(disposing);
    }

    private void Pump(PipeWriter writer, Task<string> errors)
    {
        Exception? failure = null;
        try
        {
            process.StandardOutput.BaseStream.CopyTo(writer.AsStream(leaveOpen: true));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            failure = exception;
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            var complaint = errors.GetAwaiter().GetResult().Trim();
            failure = EngineFault.OfDialing(complaint.Length > 0 ? complaint : $"exit code {process.ExitCode}");
        }

        writer.Complete(failure);
        process.Dispose();
    }
}
