using System.IO.Hashing;

namespace Repro.Recording;

/// <summary>The lines of a stream as bytes: JSON is read from them without becoming a string in between.</summary>
/// <param name="stream">The stream.</param>
/// <param name="longest">Bytes of the longest line that is given out; a longer one is passed over.</param>
internal sealed class ByteLines(Stream stream, int longest)
{
    private readonly XxHash64 hash = new();
    private byte[] buffer = new byte[64 << 10];
    private int from;
    private int to;
    private bool ended;

    /// <summary>Whether no byte is left.</summary>
    public bool IsAtEnd => from == to && !Fill();

    /// <summary>Whether the line was longer than a line can be, and was passed over.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>XXH64 of what has been read, as xxhsum prints it; of everything, once no line is left.</summary>
    public string Checksum => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>The next line without its end; false where there is none. It stands until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        IsTooLong = false;
        for (var looked = 0; ;)
        {
            var end = buffer.AsSpan(from + looked, to - from - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = buffer.AsSpan(from, looked + end).TrimEnd((byte)'\r');
                from += looked + end + 1;
                IsTooLong |= line.Length > longest;
                return true;
            }

            looked = to - from;
            if (looked > longest)
            {
                IsTooLong = true;
                (from, looked) = (to, 0);
            }

            if (!Fill())
            {
                line = buffer.AsSpan(from, looked);
                from = to;
                return looked > 0 || IsTooLong;
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
        hash.Append(buffer.AsSpan(to, read));
        to += read;
        ended = read == 0;
        return read > 0;
    }
}
