using System.Buffers.Text;

namespace Repro.Traffic;

/// <summary>What of an HTTP/1.1 message's head decides how long the message is and how it ended.</summary>
/// <param name="Status">Status code; 0 for a request.</param>
/// <param name="Length">Length of head and body in bytes.</param>
/// <param name="AsksToClose">
/// Whether its sender wants the connection closed after the answer, or says that it will close it: <c>Connection: close</c>, or HTTP/1.0
/// without <c>keep-alive</c> (RFC 9112, 9.3).
/// </param>
internal readonly record struct HttpHead(int Status, int Length, bool AsksToClose = false)
{
    /// <summary>The largest message that is read.</summary>
    public const int MaxLength = 2 << 20;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> EndOfLine => "\r\n"u8;

    /// <summary>Reads the head at the start of <paramref name="data"/>.</summary>
    /// <param name="data">What was received so far.</param>
    /// <param name="head">The head, where it is complete and well formed.</param>
    /// <param name="malformed">True where no further byte can make it well formed.</param>
    /// <returns>Whether the head is complete; the body may still be on its way.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out HttpHead head, out bool malformed)
    {
        head = default;
        malformed = false;
        var end = data.IndexOf(EndOfHead);
        if (end < 0)
        {
            malformed = data.Length > MaxLength;
            return false;
        }

        var lines = data[..end];
        var first = NextLine(ref lines);
        var status = 0;
        if (first.StartsWith("HTTP/1."u8))
        {
            if (first.Length < 12
                || first[8] != ' '
                || (first.Length > 12 && first[12] != ' ')
                || !TryParseDigits(first[9..12], out status))
            {
                malformed = true;
                return false;
            }
        }
        else if (!first.EndsWith(" HTTP/1.1"u8) && !first.EndsWith(" HTTP/1.0"u8))
        {
            malformed = true;
            return false;
        }

        var isHttp10 = status > 0 ? first[7] == '0' : first.EndsWith("0"u8);
        var (close, keepAlive) = (false, false);
        int? body = null;
        while (!lines.IsEmpty)
        {
            var line = NextLine(ref lines);
            if (Value(line, "content-length"u8, out var value))
            {
                // Two lengths that differ are how requests are smuggled: RFC 9112, 6.3.
                malformed |= !TryParseDigits(value, out var bytes) || (body is { } other && other != bytes);
                body = bytes;
            }

            if (Value(line, "connection"u8, out var options))
            {
                close |= Lists(options, "close"u8);
                keepAlive |= Lists(options, "keep-alive"u8);
            }

            // A body in chunks is nothing that this harness sends; its end is not looked for.
            malformed |= Value(line, "transfer-encoding"u8, out _);
        }

        if (malformed)
        {
            return false;
        }

        var length = (long)end + EndOfHead.Length + (body ?? 0);
        malformed = length > MaxLength;
        head = new HttpHead(status, (int)Math.Min(length, MaxLength), close || (isHttp10 && !keepAlive));
        return !malformed;
    }

    // Whether a list like "keep-alive, Upgrade" has the word.
    private static bool Lists(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        foreach (var item in list.Split((byte)','))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(list[item].Trim(" \t"u8), word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        return !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out number, out var digits)
            && digits == text.Length;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> lines)
    {
        var end = lines.IndexOf(EndOfLine);
        var line = end < 0 ? lines : lines[..end];
        lines = end < 0 ? default : lines[(end + EndOfLine.Length)..];
        return line;
    }

    private static bool Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !System.Text.Ascii.EqualsIgnoreCase(line[..colon], name))
        {
            return false;
        }

        value = line[(colon + 1)..].Trim(" \t"u8);
        return true;
    }
}
