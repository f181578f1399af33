namespace Repro.Tests;

public sealed class InstalledProgramTests
{
    [Theory]
    [InlineData("nginx version: nginx/1.22.1\n", "1.22.1")]
    [InlineData("nginx version: openresty/1.25.3.1 (Ubuntu)\n", "1.25.3.1")]
    [InlineData(
        "HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/\nStatus: long-term supported branch\n", "2.6.12-1+deb12u4")]
    [InlineData("HA-Proxy version 1.8.4-1deb90d 2018/02/08\n", "1.8.4-1deb90d")]
    [InlineData("permission denied", null)]
    public void ParseVersion_WhatTheProgramSays_FindsTheVersion(string text, string? version) =>
        Assert.Equal(version, InstalledProgram.VersionAfterTheWord(text));
}
