namespace Repro.Recording;

/// <summary>
/// A run's directory as it is read, whoever made it: its regular files, and nothing that a link leads to. Names have slashes between them.
/// </summary>
/// <param name="root">The directory.</param>
internal sealed class RunFolder(string root)
{
    /// <summary>Bytes of the largest file, or line of one, that is read at once.</summary>
    public const int LargestText = 16 << 20;

    /// <summary>Whether there is such a folder with something in it.</summary>
    public bool HasFolder(string name) =>
        Directory.Exists(PathOf(name)) && Directory.EnumerateFileSystemEntries(PathOf(name)).Any();

    /// <summary>Whether there is such a file, of any kind.</summary>
    public bool HasFile(string name) => File.Exists(PathOf(name));

    /// <summary>Reads a file of JSON.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Makes something of its bytes, or throws where it can't.</param>
    /// <exception cref="DamageException">It can't be read; the message begins with its name.</exception>
    public T Read<T>(string name, Func<byte[], T> read)
    {
        try
        {
            using var file = Open(name);
            if (file.Length > LargestText)
            {
                throw new DamageException($"it has {file.Length} bytes, and can have {LargestText}");
            }

            var text = new byte[file.Length];
            file.ReadExactly(text);
            return read(text);
        }
        catch (DamageException exception)
        {
            throw new DamageException($"{name}{(exception.Line is { } line ? $":{line}" : "")}: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DamageException($"{name}: {exception.Message}");
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="DamageException">It is not one, or behind a link.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public Stream Open(string name)
    {
        for (var end = name.IndexOf('/', StringComparison.Ordinal); ; end = name.IndexOf('/', end + 1))
        {
            if (new FileInfo(PathOf(end < 0 ? name : name[..end])).LinkTarget is not null)
            {
                throw new DamageException($"{(end < 0 ? "it" : name[..end])} is a link, which is not followed");
            }

            if (end < 0)
            {
                break;
            }
        }

        var file = new FileInfo(PathOf(name));
        if (!file.Exists)
        {
            throw new DamageException("it is missing");
        }

        // What has no length is not opened: a pipe would wait for a writer, and a device may never end.
        return file.Length == 0 ? Stream.Null : file.OpenRead();
    }

    private string PathOf(string name) => Path.Combine(root, name);
}
