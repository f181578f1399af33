using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Repro.Docker;

/// <summary>
/// Takes apart the stream of a container without a terminal: frames of 8 bytes (stream, three zeros, length as a big-endian number) and
/// content. Lines may span frames, and frames whatever pieces they arrive in.
/// </summary>
/// <param name="output">Takes each line of standard output, without its end.</param>
/// <param name="errors">Takes each line of standard error.</param>
internal sealed class FrameReader(Action<string> output, Action<string> errors)
{
    private const int HeaderLength = 8;

    private readonly byte[] header = new byte[HeaderLength];
    private readonly LineAssembler outputLines = new(output);
    private readonly LineAssembler errorLines = new(errors);
    private LineAssembler? current;
    private int headerRead;
    private uint left;

    /// <summary>Takes the next piece.</summary>
    /// <exception cref="InvalidDataException">There is no frame where one should begin.</exception>
    public void Read(ReadOnlySpan<byte> piece)
    {
        while (piece.Length > 0)
        {
            if (left == 0)
            {
                var part = piece[..Math.Min(HeaderLength - headerRead, piece.Length)];
                part.CopyTo(header.AsSpan(headerRead));
                headerRead += part.Length;
                piece = piece[part.Length..];
                if (headerRead == HeaderLength)
                {
                    BeginFrame();
                }

                continue;
            }

            var content = piece[..(int)Math.Min(left, (uint)piece.Length)];
            current!.Append(content);
            left -= (uint)content.Length;
            piece = piece[content.Length..];
        }
    }

    /// <summary>Hands out what is left of the last lines.</summary>
    public void End()
    {
        outputLines.End();
        errorLines.End();
    }

    /// <summary>Takes everything that a stream has, to its end.</summary>
    public async Task ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            Read(buffer.AsSpan(0, read));
        }

        End();
    }

    private void BeginFrame()
    {
        // Stream 0 is written to standard output, 3 is what the engine itself has to complain of.
        current = header switch
        {
            [0 or 1, 0, 0, 0, ..] => outputLines,
            [2 or 3, 0, 0, 0, ..] => errorLines,
            _ => throw new InvalidDataException($"{Convert.ToHexString(header)} begins no frame"),
        };
        left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
        headerRead = 0;
    }

    /// <summary>Lines out of pieces: of bytes, as a character may be in two of them.</summary>
    private sealed class LineAssembler(Action<string> take)
    {
        private readonly ArrayBufferWriter<byte> line = new();

        public void Append(ReadOnlySpan<byte> piece)
        {
            while (piece.IndexOf((byte)'\n') is >= 0 and var end)
            {
                line.Write(piece[..end]);
                Take();
                piece = piece[(end + 1)..];
            }

            line.Write(piece);
        }

        public void End()
        {
            if (line.WrittenCount > 0)
            {
                Take();
            }
        }

        private void Take()
        {
            var bytes = line.WrittenSpan;
            take(Encoding.UTF8.GetString(bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes));
            line.ResetWrittenCount();
        }
    }
}
