using System.Formats.Tar;
using FsCheck.Fluent;
using Repro.Docker;
using Repro.Images;
using Repro.Tests.Docker;

namespace Repro.Tests.Images;

public sealed class LabImagesTests : IAsyncLifetime
{
    private const string AnotherMachine = """{"NCPU":2,"MemTotal":1024,"Architecture":"riscv64"}""";
    private const string Unreachable = """{"message":"dial tcp: network is unreachable"}""";

    private readonly FakeEngine fake = new FakeEngine().On("GET /info", 200, AnotherMachine);
    private readonly List<string> said = [];
    private Engine engine = null!;

    public async ValueTask InitializeAsync() => engine = await fake.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        engine.Dispose();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task An_image_that_is_there_is_not_made_again()
    {
        fake.On($"GET /images/{await ReferenceAsync()}/json", 200, Image("sha256:1"));
        Assert.Equal(
            await ReferenceAsync(), await LabImages.EnsureAsync(engine, ImageKind.Parse("nginx"), said.Add, CancellationToken.None));
        Assert.Empty(said);
    }

    [Fact]
    public async Task A_base_that_the_engine_has_is_built_upon_without_a_registry()
    {
        var reference = await ReferenceAsync();
        var built = false;
        fake.On("GET /images/my:base/json", 200, Image("sha256:0"));
        fake.On($"GET /images/{reference}/json", call => call.AnswerAsync(built ? 200 : 404, Image("sha256:2")));
        fake.On("POST /build", async call =>
        {
            built = true;
            await call.AnswerAsync(200, """{"stream":"done"}""");
        });
        fake.On($"POST /images/{reference}/tag", 201, "");
        var made = await LabImages.MakeAsync(engine, ImageKind.Parse("nginx"), "my:base", offline: false, said.Add, CancellationToken.None);

        Assert.Equal(
            ("nginx", reference, ImageSource.Registry, "my:base", 7), (made.Name, made.Reference, made.Way, made.From, made.Bytes));
        var build = fake.Calls.Single(call => call.Name == "POST /build");
        Assert.Equal((reference, """{"BASE":"my:base"}"""), (build.Query("t"), build.Query("buildargs")));
        using var tar = new TarReader(new MemoryStream(build.Body));
        var dockerfile = tar.GetNextEntry()!;
        using var text = new StreamReader(dockerfile.DataStream!);
        Assert.Equal("Dockerfile", dockerfile.Name);
        Assert.Equal(
            $"{ImageKind.Parse("nginx").Dockerfile}LABEL repro.kind=nginx repro.version=\"base\" repro.way=registry "
                + "repro.from=\"my:base\"\n",
            await text.ReadToEndAsync());
        var tag = fake.Calls.Single(call => call.Name == $"POST /images/{reference}/tag");
        Assert.Equal(("repro-lab-nginx", "latest"), (tag.Query("repo"), tag.Query("tag")));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(409)]
    public async Task The_image_that_is_replaced_goes_unless_it_is_in_use(int removal)
    {
        var reference = await ReferenceAsync();
        var id = "sha256:old";
        fake.On("GET /images/my:base/json", 200, Image("sha256:0"));
        fake.On($"GET /images/{reference}/json", call => call.AnswerAsync(200, Image(id)));
        fake.On("POST /build", async call =>
        {
            id = "sha256:new";
            await call.AnswerAsync(200, """{"stream":"done"}""");
        });
        fake.On($"POST /images/{reference}/tag", 201, "");
        fake.On("DELETE /images/sha256:old", removal, removal == 200 ? "[]" : """{"message":"image is being used"}""");
        await LabImages.MakeAsync(engine, ImageKind.Parse("nginx"), "my:base", offline: false, said.Add, CancellationToken.None);

        Assert.Contains(fake.Calls, call => call.Name == "DELETE /images/sha256:old");
    }

    [Fact]
    public async Task Without_any_way_the_error_says_why_each_is_closed()
    {
        fake.On("POST /images/create", 500, Unreachable);
        var error = await Assert.ThrowsAsync<ReproException>(() =>
            LabImages.EnsureAsync(engine, ImageKind.Parse("nginx"), said.Add, CancellationToken.None));

        Assert.Equal(FailureKind.NoLab, error.Kind);
        Assert.StartsWith(
            "There is no way to an image of nginx here: "
            + $"{ImageKind.Parse("nginx").DefaultBase} could not be pulled: dial tcp: network is unreachable (500), and ",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("--base", error.Remedy, StringComparison.Ordinal);
        Assert.Contains(" Or: ", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_that_the_user_names_is_not_replaced_by_something_else()
    {
        fake.On("POST /images/create", 404, """{"message":"manifest unknown"}""");
        var error = await Assert.ThrowsAsync<ReproException>(() =>
            LabImages.MakeAsync(engine, ImageKind.Parse("nginx"), "my:base", offline: false, said.Add, CancellationToken.None));

        Assert.Equal("There is no way to an image of nginx here: my:base could not be pulled: manifest unknown (404).", error.Message);
    }

    [Fact]
    public async Task A_registry_that_never_answers_is_given_up()
    {
        fake.On("POST /images/create", call => call.HangAsync());
        var order = new ImageBuild(engine, ImageKind.Parse("nginx"), "x:1", null, said.Add) { FirstAnswer = TimeSpan.FromMilliseconds(10) };
        var error = await Assert.ThrowsAsync<ImageUnavailableException>(() =>
            RegistryImageBuilder.MakeAsync(order, CancellationToken.None));

        Assert.EndsWith("its registry does not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_that_stands_still_is_given_up()
    {
        fake.On("POST /images/create", async call =>
        {
            await call.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n{\"status\":\"Pulling\"}\r\n\r\n");
            await call.HangAsync();
        });
        var order = new ImageBuild(engine, ImageKind.Parse("nginx"), "x:1", null, said.Add)
        {
            FirstAnswer = Timeout.InfiniteTimeSpan,
            Standstill = TimeSpan.FromMilliseconds(10),
        };
        await Assert.ThrowsAsync<ImageUnavailableException>(() => RegistryImageBuilder.MakeAsync(order, CancellationToken.None));
    }

    [Fact]
    public async Task Cancelling_a_pull_is_no_reason_for_another_way()
    {
        using var stop = new CancellationTokenSource();
        fake.On("POST /images/create", call =>
        {
            stop.Cancel();
            return call.HangAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            LabImages.MakeAsync(engine, ImageKind.Parse("nginx"), null, offline: false, said.Add, stop.Token));
    }

    [Fact]
    public void Fingerprint_OfAnything_IsATagAndTellsItApart() =>
        (from one in Identity() from other in Identity() select (one, other)).ForAll(pair =>
        {
            Assert.Matches("^[0-9a-f]{12}$", LabImages.Fingerprint(pair.one));
            Assert.Equal(pair.one.SequenceEqual(pair.other), LabImages.Fingerprint(pair.one) == LabImages.Fingerprint(pair.other));
        });

    private static FsCheck.Gen<List<string>> Identity() => Gen.Elements("a", "b", "c").Listed(3);

    private static string Image(string id) => $$"""{"Id":"{{id}}","Size":7}""";

    private static async Task<string> ReferenceAsync() => await LabImages.ReferenceAsync(ImageKind.Parse("nginx"), CancellationToken.None);
}
