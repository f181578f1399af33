namespace Repro.Cli;

/// <summary>A stream for writing whose failure somebody else decides about, once: what comes after it is dropped.</summary>
/// <param name="inner">Where to.</param>
/// <param name="fail">Told the first failure; may throw.</param>
internal sealed class GuardedStream(Stream inner, Action<Exception> fail) : WriteOnlyStream
{
    private volatile bool hasFailed;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (hasFailed)
        {
            return;
        }

        try
        {
            inner.Write(buffer);
            inner.Flush();
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            hasFailed = true;
            fail(exception);
        }
    }
}

/// <summary>A standard stream that was closed before the program started.</summary>
internal sealed class ClosedStream : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("it is closed");
}

/// <summary>A stream that can be written and nothing else.</summary>
internal abstract class WriteOnlyStream : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
