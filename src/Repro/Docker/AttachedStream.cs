using System.Text;
using System.Threading.Channels;

namespace Repro.Docker;

/// <summary>A container's standard input, output and error. Disposing it leaves the container, which ends a standard input.</summary>
internal sealed class AttachedStream : IAsyncDisposable
{
    private readonly Stream connection;
    private readonly Channel<string> output = NewChannel();
    private readonly Channel<string> errors = NewChannel();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Task pump;

    /// <summary>Reads from now on.</summary>
    /// <param name="connection">Framed one way, plain the other; disposed with this.</param>
    public AttachedStream(Stream connection)
    {
        this.connection = connection;
        pump = PumpAsync();
    }

    /// <summary>Lines of standard output, until the container ends or the connection is cut.</summary>
    public ChannelReader<string> Output => output.Reader;

    /// <summary>Lines of standard error, until the container ends or the connection is cut.</summary>
    public ChannelReader<string> Errors => errors.Reader;

    /// <summary>Writes a line to standard input; does nothing once there is nobody to read it.</summary>
    public async ValueTask WriteLineAsync(string line)
    {
        await writing.WaitAsync();
        try
        {
            await connection.WriteAsync(Encoding.UTF8.GetBytes(line + '\n'));
            await connection.FlushAsync();
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
        await connection.DisposeAsync();
        await pump;
    }

    private async Task PumpAsync()
    {
        var reader = new FrameReader(line => output.Writer.TryWrite(line), line => errors.Writer.TryWrite(line));
        try
        {
            await reader.ReadToEndAsync(connection, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidDataException)
        {
            // Cut: what came before counts.
            reader.End();
        }

        output.Writer.Complete();
        errors.Writer.Complete();
    }

    private static Channel<string> NewChannel() =>
        Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
}
