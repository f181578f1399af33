using Repro.Images;
using Repro.Proxies;

namespace Repro.Tests.Images;

public sealed class ImageKindTests
{
    [Fact]
    public void The_Dockerfile_of_the_repository_is_the_one_that_is_built() =>
        Assert.Equal(File.ReadAllText(RepositoryRoot.PathOf("lab", "Dockerfile")), ImageKind.Repro.Dockerfile);

    [Fact]
    public void Every_base_is_of_a_named_registry_and_version() => Assert.All(
        ImageKind.All, kind => Assert.Matches(@"^[a-z]+(\.[a-z]+)+/.+:\d+\.\d", kind.DefaultBase));

    [Fact]
    public void An_image_without_a_Dockerfile_is_set_up_by_the_same_lines()
    {
        Assert.Equal(
            ["ENV DOTNET_EnableDiagnostics=0", "LABEL repro.image=1", "USER 65534:65534", "WORKDIR /", "ENTRYPOINT [\"/opt/repro/repro\"]"],
            ImageKind.Repro.Settings);
        Assert.Equal(
            ["LABEL repro.image=1", "USER 65534:65534", "WORKDIR /", "ENTRYPOINT [\"haproxy\"]"], ImageKind.Parse("haproxy").Settings);
    }

    [Fact]
    public void Parse_AnotherName_SaysWhichThereAre()
    {
        var error = Assert.Throws<ReproException>(() => ImageKind.Parse("envoy"));
        Assert.Equal(
            (FailureKind.BadInput, $"The images are: repro, {string.Join(", ", ProxyKinds.Programs.Select(program => program.Name))}."),
            (error.Kind, error.Remedy));
    }
}
