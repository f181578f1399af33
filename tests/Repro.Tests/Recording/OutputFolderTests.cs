using System.Text;
using Repro.Recording;

namespace Repro.Tests.Recording;

[Trait("Fault", "C1")]
public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void A_file_is_written_whole_and_over_what_was_there()
    {
        var folder = OutputFolder.At(run.PathOf("a/b"));
        folder.Write("x", "1");
        folder.Folder("c").Write("x", Encoding.UTF8.GetBytes("2"));
        folder.Write("x", "3");

        Assert.Equal(("3", "2"), (File.ReadAllText(run.PathOf("a/b/x")), File.ReadAllText(run.PathOf("a/b/c/x"))));
        Assert.Equal(2, Directory.GetFiles(run.Directory, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void What_fails_half_way_leaves_what_was_there()
    {
        var folder = OutputFolder.At(run.Directory);
        folder.Write("x", "1");

        Assert.Throws<IOException>(() => folder.Write("x", file =>
        {
            file.Write("half"u8);
            throw new IOException("full");
        }));

        Assert.Equal("1", File.ReadAllText(Assert.Single(Directory.GetFiles(run.Directory))));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("/x")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\\b")]
    [InlineData("c:x")]
    public void A_name_that_leads_elsewhere_is_refused(string name) =>
        Assert.Throws<IOException>(() => OutputFolder.At(run.Directory).Write(name, "x"));

    [Fact]
    public void Nothing_is_written_through_a_link()
    {
        var target = run.PathOf("target");
        File.WriteAllText(target, "mine");
        Directory.CreateDirectory(run.PathOf("elsewhere"));
        var folder = OutputFolder.At(run.PathOf("out"));
        File.CreateSymbolicLink(run.PathOf("out/file"), target);
        File.CreateSymbolicLink(run.PathOf("out/next.new"), target);
        Directory.CreateSymbolicLink(run.PathOf("out/folder"), run.PathOf("elsewhere"));

        var refusal = Assert.Throws<IOException>(() => folder.Write("file", "x"));
        Assert.Equal(
            $"{run.PathOf("out/file")} is a link to {StrictJson.Shown(target)}, and nothing is written through a link; remove it",
            refusal.Message);
        Assert.Throws<IOException>(() => folder.Folder("folder").Write("x", "x"));
        folder.Write("next", "x");

        Assert.Equal(("mine", "x"), (File.ReadAllText(target), File.ReadAllText(run.PathOf("out/next"))));
        Assert.Empty(Directory.GetFiles(run.PathOf("elsewhere")));
    }
}
