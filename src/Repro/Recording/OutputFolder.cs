using System.Text;

namespace Repro.Recording;

/// <summary>
/// A folder that results are written into, which may be somebody else's: every file stands whole or not at all, and none is written
/// through a link or outside of the folder.
/// </summary>
internal sealed class OutputFolder
{
    private const string Unfinished = ".new";
    private const int BufferBytes = 64 << 10;

    private readonly string path;

    private OutputFolder(string path) => this.path = path;

    /// <summary>A folder of the user's choice, which is made where it is not there; may be a link itself.</summary>
    public static OutputFolder At(string path)
    {
        Directory.CreateDirectory(path);
        return new OutputFolder(path);
    }

    /// <summary>A folder in it.</summary>
    /// <exception cref="IOException">It is a link.</exception>
    public OutputFolder Folder(string name) => At(PathOf(name));

    /// <summary>Writes a file of text.</summary>
    public void Write(string name, string text) => Write(name, file => file.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes a file.</summary>
    public void Write(string name, byte[] bytes) => Write(name, file => file.Write(bytes));

    /// <summary>Writes a file piece by piece.</summary>
    /// <exception cref="IOException">It is a link, or can't be written.</exception>
    public void Write(string name, Action<Stream> write)
    {
        var whole = PathOf(name);
        var part = whole + Unfinished;
        // What a killed program left, or a link that somebody put there: it is the name that goes, and not what it leads to.
        File.Delete(part);
        try
        {
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(file);
            }

            File.Move(part, whole, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    private string PathOf(string name)
    {
        if (name.Length == 0 || name.StartsWith('.') || name.AsSpan().ContainsAny("/\\:\0"))
        {
            throw new IOException($"{StrictJson.Shown(name)} is not the name of a file");
        }

        var full = Path.Combine(path, name);
        return new FileInfo(full).LinkTarget is { } target
            ? throw new IOException($"{full} is a link to {StrictJson.Shown(target)}, and nothing is written through a link; remove it")
            : full;
    }
}
