using Repro.Labs;
using Repro.Tests.Proxies;

namespace Repro.Tests.Labs.Netns;

/// <summary>What a lab of namespaces asks of this machine before anything comes up.</summary>
public sealed class NetnsKindTests
{
    public NetnsKindTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "programs are looked for on Linux alone");

    [Fact]
    public async Task The_proxies_of_a_scenario_are_found_with_their_versions()
    {
        await using var site = await OpenAsync(new NamedProgram("sh", "version 7.1"));
        Assert.Equal([KeyValuePair.Create("sh", "7.1")], site.ProxyVersions);
    }

    [Fact]
    public async Task A_proxy_that_is_not_installed_is_an_error_with_the_places_and_the_remedy()
    {
        var error = await Assert.ThrowsAsync<ReproException>(() => OpenAsync(new NamedProgram("no-such-proxy")));

        Assert.Equal(FailureKind.NoLab, error.Kind);
        Assert.StartsWith("no-such-proxy is neither on the PATH nor in /usr/local/sbin, ", error.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install no-such-proxy", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_does_not_say_its_version_is_no_bug() => Assert.Contains(
        "-c echo hello failed (exit code 0)",
        (await Assert.ThrowsAsync<ReproException>(() => OpenAsync(new NamedProgram("sh", "hello")))).Message,
        StringComparison.Ordinal);

    private static Task<ILabSite> OpenAsync(NamedProgram program) =>
        LabKinds.Of("netns").OpenAsync([program], _ => { }, TimeProvider.System, CancellationToken.None);
}
