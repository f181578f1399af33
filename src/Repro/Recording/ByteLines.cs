namespace Repro.Recording;

/// <summary>The lines of a stream as bytes: JSON is read from them without becoming a string in between.</summary>
/// <param name="stream">The stream.</param>
internal sealed class ByteLines(Stream stream)
{
    private byte[] buffer = new byte[64 << 10];
    private int from;
    private int to;
    private bool ended;

    /// <summary>Whether no byte is left.</summary>
    public bool IsAtEnd => from == to && !Fill();

    /// <summary>The next line without its end; false where there is none. It stands until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        for (var looked = 0; ;)
        {
            var end = buffer.AsSpan(from + looked, to - from - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = buffer.AsSpan(from, looked + end).TrimEnd((byte)'\r');
                from += looked + end + 1;
                return true;
            }

            looked = to - from;
            if (!Fill())
            {
                line = buffer.AsSpan(from, looked);
                from = to;
                return looked > 0;
            }
        }
    }

    // Moves what is left to the front, and makes room where a line is longer than the buffer.
    private bool Fill()
    {
        if (ended)
        {
            return false;
        }

        buffer.AsSpan(from, to - from).CopyTo(buffer);
        (from, to) = (0, to - from);
        if (to == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = stream.Read(buffer, to, buffer.Length - to);
        to += read;
        ended = read == 0;
        return read > 0;
    }
}
