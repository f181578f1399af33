using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Repro.Docker;

namespace Repro.Tests.Docker;

public sealed class ImagesTests
{
    [Theory]
    [InlineData("nginx", "nginx", "latest")]
    [InlineData("nginx:1.27", "nginx", "1.27")]
    [InlineData("box:5000/a/nginx", "box:5000/a/nginx", "latest")]
    [InlineData("box:5000/nginx:1", "box:5000/nginx", "1")]
    [InlineData("nginx@sha256:12", "nginx", "sha256:12")]
    public void Parse_Reference_TellsRepositoryAndTag(string reference, string repository, string tag) =>
        Assert.Equal(new ImageReference(repository, tag), ImageReference.Parse(reference));

    [Fact]
    public async Task A_pull_is_over_when_its_progress_is()
    {
        await using var fake = new FakeEngine()
            .On("POST /images/create", 200, """{"status":"Pulling"}""" + "\r\n" + """{"status":"Done","progressDetail":{}}""");
        using var engine = await fake.ConnectAsync();
        await engine.Images.PullAsync("box:5000/nginx", CancellationToken.None);

        Assert.Equal(("box:5000/nginx", "latest"), (fake.Calls.Last().Query("fromImage"), fake.Calls.Last().Query("tag")));
    }

    [Fact]
    public async Task A_pull_that_fails_after_it_began_well_has_failed()
    {
        await using var fake = new FakeEngine().On(
            "POST /images/create", 200, """{"status":"Pulling"}""" + "\n" + """{"errorDetail":{"message":"no way"},"error":"no way"}""");
        using var engine = await fake.ConnectAsync();
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Images.PullAsync("nginx", CancellationToken.None));
        Assert.EndsWith("no way.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_that_is_cut_has_failed()
    {
        await using var fake = new FakeEngine().On(
            "POST /images/create",
            call => call.CutAfterAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"status\":\"Pulling\"}\r\n"));
        using var engine = await fake.ConnectAsync();
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Images.PullAsync("nginx", CancellationToken.None));
        Assert.EndsWith("the connection was cut.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_is_sent_as_it_is_made()
    {
        await using var fake = new FakeEngine().On("POST /images/create", 200, """{"status":"sha256:12"}""");
        using var engine = await fake.ConnectAsync();
        var pipe = new Pipe();
        var import = engine.Images.ImportAsync(pipe.Reader.AsStream(), "repro:1", ["LABEL a=b", "CMD [\"x\"]"], CancellationToken.None);
        await pipe.Writer.WriteAsync(new byte[] { 1, 2 });
        await pipe.Writer.WriteAsync(new byte[] { 3 });
        await pipe.Writer.CompleteAsync();
        await import;

        var call = fake.Calls.Last();
        Assert.Equal([1, 2, 3], call.Body);
        Assert.Equal("/v1.41/images/create?fromSrc=-&repo=repro%3A1&changes=LABEL%20a%3Db&changes=CMD%20%5B%22x%22%5D", call.Target);
        Assert.Contains("Content-Type: application/x-tar", call.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_takes_its_arguments_and_tells_its_failure()
    {
        await using var fake = new FakeEngine()
            .On("POST /build", 200,
                """{"stream":"Step 1"}{"errorDetail":{"code":5,"message":"The command returned 5"},"error":"The command returned 5"}""");
        using var engine = await fake.ConnectAsync();
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Images.BuildAsync(
            new MemoryStream([1]), "repro:1", new Dictionary<string, string> { ["A"] = "b c" }, CancellationToken.None));

        Assert.Equal($"POST /build failed at {fake.Endpoint.Address}: The command returned 5.", error.Message);
        Assert.Equal("repro:1", fake.Calls.Last().Query("t"));
        Assert.Equal("b c", (string?)JsonNode.Parse(fake.Calls.Last().Query("buildargs")!)!["A"]);
    }

    [Theory]
    [InlineData("""{"Id":"sha256:1","Size":5,"Created":"2023-11-14T22:13:20.123456789Z","Config":{"Labels":{"a":"b"}}}""", 1)]
    [InlineData("""{"Id":"sha256:1","Size":5,"Config":{"Labels":null}}""", 0)]
    [InlineData("""{"Id":"sha256:1","Size":5}""", 0)]
    public async Task An_image_tells_what_it_is(string json, int labels)
    {
        await using var fake = new FakeEngine().On("GET /images/box:5000/repro:1/json", 200, json);
        using var engine = await fake.ConnectAsync();
        var image = await engine.Images.InspectAsync("box:5000/repro:1", CancellationToken.None);

        Assert.Equal(("sha256:1", 5, labels), (image!.Id, image.Size, image.Labels.Count));
        Assert.Null(await engine.Images.InspectAsync("gone", CancellationToken.None));
    }

    [Fact]
    public async Task Images_are_named_and_removed()
    {
        await using var fake = new FakeEngine().On("POST /images/a/tag", 201, "");
        using var engine = await fake.ConnectAsync();

        await engine.Images.TagAsync("a", "b:2", CancellationToken.None);
        Assert.Equal(("b", "2"), (fake.Calls.Last().Query("repo"), fake.Calls.Last().Query("tag")));
        await engine.Images.RemoveAsync("gone", CancellationToken.None);
    }
}
