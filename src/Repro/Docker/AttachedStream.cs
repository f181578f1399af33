using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using Docker.DotNet;

namespace Repro.Docker;

/// <summary>A container's standard input, output and error. Disposing it leaves the container, which ends a standard input.</summary>
internal sealed class AttachedStream : IAsyncDisposable
{
    private readonly MultiplexedStream connection;
    private readonly Channel<string> output = Channel.CreateUnbounded<string>();
    private readonly Channel<string> errors = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Task reading;

    /// <summary>Reads from now on.</summary>
    /// <param name="connection">Disposed with this.</param>
    public AttachedStream(MultiplexedStream connection)
    {
        this.connection = connection;
        var (outputBytes, errorBytes) = (new Pipe(), new Pipe());
        reading = Task.WhenAll(
            CopyAsync(outputBytes.Writer, errorBytes.Writer),
            TakeAsync(outputBytes.Reader, output.Writer),
            TakeAsync(errorBytes.Reader, errors.Writer));
    }

    /// <summary>Lines of standard output, until the container ends or the connection is cut.</summary>
    public ChannelReader<string> Output => output.Reader;

    /// <summary>Lines of standard error, until the container ends or the connection is cut.</summary>
    public ChannelReader<string> Errors => errors.Reader;

    /// <summary>Writes a line to standard input; does nothing once there is nobody to read it.</summary>
    public async ValueTask WriteLineAsync(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + '\n');
        await writing.WaitAsync();
        try
        {
            await connection.WriteAsync(bytes, 0, bytes.Length, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Its output ends too, and says more.
        }
        finally
        {
            writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await reading;
    }

    private async Task CopyAsync(PipeWriter outputBytes, PipeWriter errorBytes)
    {
        try
        {
            await connection.CopyOutputToAsync(Stream.Null, outputBytes.AsStream(), errorBytes.AsStream(), CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Cut: what came before counts.
        }

        await outputBytes.CompleteAsync();
        await errorBytes.CompleteAsync();
    }

    private static async Task TakeAsync(PipeReader bytes, ChannelWriter<string> lines)
    {
        using var reader = new StreamReader(bytes.AsStream());
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.TryWrite(line);
        }

        lines.Complete();
    }
}
