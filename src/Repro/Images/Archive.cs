using System.Formats.Tar;
using System.Text;

namespace Repro.Images;

/// <summary>Files for an image: the same files make the same bytes, whatever their owners, modes and times are on this machine.</summary>
internal sealed class Archive
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // For all: a disk of Windows does not know which files are programs.
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Everybodys = Executable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    private readonly SortedDictionary<string, (UnixFileMode Mode, string? Source, string? Text)> entries = new(StringComparer.Ordinal);

    /// <summary>Paths in the archive, in its order.</summary>
    public IEnumerable<string> Paths => entries.Keys;

    /// <summary>The files of this machine that are in it.</summary>
    public IEnumerable<string> Sources => entries.Values.Select(entry => entry.Source).OfType<string>();

    /// <summary>Adds a file of this machine.</summary>
    /// <param name="path">Where in the archive, from its root.</param>
    /// <param name="source">The file, or a link to it.</param>
    public void AddFile(string path, string source) => entries[Key(path)] = (Executable, source, null);

    /// <summary>Adds a text.</summary>
    public void AddText(string path, string text) => entries[Key(path)] = (Readable, null, text);

    /// <summary>Adds a folder where everybody may write, as /tmp.</summary>
    public void AddScratch(string path) => entries[$"{Key(path)}/"] = (Everybodys, null, null);

    /// <summary>Writes everything as a tar.</summary>
    /// <returns>At its start; disposing of it leaves nothing behind.</returns>
    public async Task<Stream> PackAsync(CancellationToken cancellationToken)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        });
        try
        {
            await using (var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true))
            {
                foreach (var (path, (mode, source, text)) in entries)
                {
                    await using Stream? content = source is not null ? File.OpenRead(source)
                        : text is not null ? new MemoryStream(Encoding.UTF8.GetBytes(text))
                        : null;
                    var entry = new UstarTarEntry(content is null ? TarEntryType.Directory : TarEntryType.RegularFile, path)
                    {
                        Mode = mode,
                        ModificationTime = DateTimeOffset.UnixEpoch,
                    };
                    if (content is not null)
                    {
                        entry.DataStream = content;
                    }

                    await tar.WriteEntryAsync(entry, cancellationToken);
                }
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static string Key(string path) => path.TrimStart('/');
}
