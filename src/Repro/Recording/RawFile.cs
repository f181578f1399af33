using System.IO.Hashing;

namespace Repro.Recording;

/// <summary>A raw file as it is written, line by line, and what has been written of it.</summary>
internal sealed class RawFile : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private readonly FileStream file;
    private readonly XxHash64 hash = new();
    private long lines;

    /// <param name="path">Where to write: a file that is not there yet.</param>
    public RawFile(string path) => file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);

    /// <summary>What has been written.</summary>
    public RawFileFacts Facts => new(lines, Convert.ToHexStringLower(hash.GetCurrentHash()));

    /// <summary>Writes a line.</summary>
    /// <param name="line">UTF-8 without an end of its own.</param>
    public void Write(ReadOnlySpan<byte> line)
    {
        Append(line);
        Append("\n"u8);
        lines++;
    }

    public void Dispose() => file.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        hash.Append(bytes);
    }
}
