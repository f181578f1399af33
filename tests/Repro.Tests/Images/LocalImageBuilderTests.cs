using System.Formats.Tar;
using Repro.Images;
using Repro.Proxies;
using Repro.Tests.Docker;
using Repro.Tests.Proxies;

namespace Repro.Tests.Images;

/// <summary>Images of this machine's own files, in front of an engine that is played.</summary>
public sealed class LocalImageBuilderTests : IAsyncDisposable
{
    private const string Reference = "repro-lab-sh:x";

    private readonly FakeEngine fake = new();
    private readonly List<string> said = [];

    public LocalImageBuilderTests() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && Subprocess.Find("ldd") is not null, "the files are found by ldd");

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    [Fact]
    public async Task An_image_has_its_program_with_the_libraries_that_the_loader_finds_for_it_and_runs_as_nobody()
    {
        fake.On("GET /info", 200, Machine(ProgramFiles.Architecture)).On("POST /images/create", 200, """{"status":"sha256:1"}""");
        var made = await MakeAsync(new NamedProgram("sh"));

        var found = InstalledProgram.PathOf("sh");
        Assert.Equal(
            ("sh", Reference, ImageSource.Machine, found, "1.2.3", "no registry was asked"),
            (made.Name, made.Reference, made.Way, made.From, made.Version, made.Because));
        var call = Assert.Single(fake.Calls, call => call.Name == "POST /images/create");
        var changes = Uri.UnescapeDataString(call.Target);
        Assert.Contains("USER 65534:65534", changes, StringComparison.Ordinal);
        Assert.Contains("""ENTRYPOINT ["sh"]""", changes, StringComparison.Ordinal);
        Assert.Contains(
            $"repro.kind=sh repro.version=\"1.2.3\" repro.way=machine repro.from=\"{found}\"", changes, StringComparison.Ordinal);

        var files = await FilesAsync(call.Body);
        var libraries = await NativeLibraries.OfAsync([found!], CancellationToken.None);
        Assert.NotEmpty(libraries);
        Assert.Superset(
            libraries.Select(Within).Append("usr/sbin/sh").Append("etc/passwd").Append("etc/group").ToHashSet(), files.Keys.ToHashSet());
        Assert.Equal(File.ReadAllBytes(found!), files["usr/sbin/sh"]);
        Assert.StartsWith("sh: sending ", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_named_with_the_way_to_have_it()
    {
        fake.On("GET /info", 200, Machine(ProgramFiles.Architecture));
        var error = await Assert.ThrowsAsync<ImageUnavailableException>(() => MakeAsync(new NamedProgram("no-such-program")));

        Assert.Equal(
            ("no-such-program is not on this machine's PATH", true),
            (error.Message, error.Remedy.Contains("apt-get install no-such-program", StringComparison.Ordinal)));
        Assert.DoesNotContain(fake.Calls, call => call.Name == "POST /images/create");
    }

    [Fact]
    public async Task An_engine_of_another_architecture_is_sent_nothing()
    {
        fake.On("GET /info", 200, Machine("riscv64"));
        var error = await Assert.ThrowsAsync<ImageUnavailableException>(() => MakeAsync(new NamedProgram("sh")));

        Assert.Equal(
            $"this machine's files are for {ProgramFiles.Architecture}, and {fake.Endpoint.Address} runs on riscv64", error.Message);
        Assert.DoesNotContain(fake.Calls, call => call.Name == "POST /images/create");
    }

    private static string Machine(string architecture) => $$"""{"NCPU":2,"MemTotal":1024,"Architecture":"{{architecture}}"}""";

    private async Task<LabImage> MakeAsync(IProxyProgram program)
    {
        using var engine = await fake.ConnectAsync();
        return await LocalImageBuilder.MakeAsync(
            new ImageBuild(engine, ImageKind.Of(program), Reference, null, said.Add), "no registry was asked", CancellationToken.None);
    }

    private static async Task<Dictionary<string, byte[]>> FilesAsync(byte[] archive)
    {
        var files = new Dictionary<string, byte[]>();
        using var tar = new TarReader(new MemoryStream(archive));
        while (await tar.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            await (entry.DataStream ?? Stream.Null).CopyToAsync(content);
            files[Within(entry.Name)] = content.ToArray();
        }

        return files;
    }

    private static string Within(string path) => path.TrimStart('.').Trim('/');
}
