using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class HostProgramTests
{
    [Fact]
    public async Task A_program_that_is_not_installed_is_named_with_the_way_to_get_it()
    {
        var exception = await Assert.ThrowsAsync<ReproException>(() => HostProgram.VersionAsync("no-such-proxy", CancellationToken.None));

        Assert.Equal(FailureKind.NoLab, exception.Kind);
        Assert.Equal(
            "no-such-proxy is neither on the PATH nor in /usr/local/sbin, /usr/sbin, /sbin, and the scenario asks for it (proxy.kind).", exception.Message);
        Assert.Equal("Install it; on Debian and Ubuntu: sudo apt-get install no-such-proxy.", exception.Remedy);
    }

    [Theory]
    [InlineData("nginx version: nginx/1.22.1", "1.22.1")]
    [InlineData("nginx version: nginx/1.18.0 (Ubuntu)", "1.18.0")]
    [InlineData("HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/\nStatus: long-term", "2.6.12-1+deb12u4")]
    [InlineData("HAProxy version 3.0.5-8e879a5 2024/09/19", "3.0.5-8e879a5")]
    [InlineData("no version at all", null)]
    public void VersionIn_WhatTheProgramSays_ItsVersion(string text, string? version) => Assert.Equal(version, HostProgram.VersionIn(text));
}
