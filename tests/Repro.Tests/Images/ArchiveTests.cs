using System.Formats.Tar;
using Repro.Images;

namespace Repro.Tests.Images;

public sealed class ArchiveTests : IDisposable
{
    private const UnixFileMode EverybodyMayRead = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string folder = Directory.CreateTempSubdirectory("repro-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_same_files_make_the_same_bytes()
    {
        var (one, other) = (new Archive(), new Archive());
        one.AddFile("/opt/a", Write("a", "A"));
        one.AddText("/etc/passwd", "x");
        one.AddScratch("/tmp");
        other.AddScratch("/tmp");
        other.AddText("/etc/passwd", "x");
        other.AddFile("/opt/a", Write("a-copy", "A"));
        File.SetLastWriteTimeUtc(Path.Combine(folder, "a-copy"), DateTime.UnixEpoch);

        Assert.Equal(await BytesAsync(one), await BytesAsync(other));
    }

    [Fact]
    public async Task Everything_is_roots_and_anybody_may_read_it()
    {
        var archive = new Archive();
        archive.AddFile("/opt/a", Write("a", "A"));
        archive.AddText("/etc/passwd", "x");
        archive.AddScratch("/tmp");
        var entries = new List<(string Name, UnixFileMode Mode)>();
        using var tar = new TarReader(await archive.PackAsync(CancellationToken.None));
        while (tar.GetNextEntry() is { } entry)
        {
            Assert.Equal((0, 0, DateTimeOffset.UnixEpoch), (entry.Uid, entry.Gid, entry.ModificationTime));
            Assert.Equal(EverybodyMayRead, entry.Mode & EverybodyMayRead);
            entries.Add((entry.Name, entry.Mode));
        }

        Assert.Equal(["etc/passwd", "opt/a", "tmp/"], entries.Select(entry => entry.Name));
        Assert.Equal([false, true, true], entries.Select(entry => entry.Mode.HasFlag(UnixFileMode.OtherExecute)));
        Assert.True(entries[^1].Mode.HasFlag(UnixFileMode.StickyBit | UnixFileMode.OtherWrite));
    }

    [Fact]
    public async Task A_link_is_packed_as_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are for administrators there");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), Write("a", "A"));
        var archive = new Archive();
        archive.AddFile("/lib/a.so", Path.Combine(folder, "link"));
        using var tar = new TarReader(await archive.PackAsync(CancellationToken.None));
        var entry = tar.GetNextEntry()!;

        Assert.Equal((TarEntryType.RegularFile, 1), (entry.EntryType, entry.Length));
    }

    [Fact]
    public async Task A_file_that_has_gone_is_named()
    {
        var archive = new Archive();
        archive.AddFile("/opt/a", Path.Combine(folder, "gone"));
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => archive.PackAsync(CancellationToken.None));

        Assert.Contains("gone", error.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> BytesAsync(Archive archive)
    {
        using var bytes = new MemoryStream();
        await using var tar = await archive.PackAsync(CancellationToken.None);
        await tar.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
