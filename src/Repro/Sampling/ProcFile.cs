using Microsoft.Win32.SafeHandles;

namespace Repro.Sampling;

/// <summary>A file of /proc that is read again and again; the kernel writes it anew for each read from its start.</summary>
internal sealed class ProcFile(string path) : IDisposable
{
    private readonly SafeFileHandle handle = File.OpenHandle(path);
    private byte[] buffer = new byte[8192];

    /// <summary>The file as it is now; valid until the next read.</summary>
    public ReadOnlySpan<byte> Read()
    {
        var length = 0;
        while (RandomAccess.Read(handle, buffer.AsSpan(length), length) is var count and > 0)
        {
            length += count;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        return buffer.AsSpan(0, length);
    }

    public void Dispose() => handle.Dispose();
}
