using System.Net.Sockets;
using Repro.Docker;
using Repro.Labs.Netns;
using Repro.Proxies;

namespace Repro.LabTests;

/// <summary>
/// What a lab test needs of the machine. A missing part skips the test with its reason; where the variable REPRO_REQUIRE names the part
/// it fails instead.
/// </summary>
internal static class Requirement
{
    public const string Netns = "netns";
    public const string Ipv6 = "ipv6";
    public const string Nginx = "nginx";
    public const string Haproxy = "haproxy";
    public const string Docker = "docker";
    public const string Compose = "compose";
    public const string Chromium = "chromium";

    private const string UnixScheme = "unix://";

    private static readonly string[] Required =
        (Environment.GetEnvironmentVariable("REPRO_REQUIRE") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static readonly Lazy<Task<string?>> NetnsProblem = new(async () =>
    {
        try
        {
            await Sandbox.ProbeAsync(CancellationToken.None);
            return null;
        }
        catch (ReproException exception)
        {
            return $"{exception.Message} {exception.Remedy}";
        }
    });

    /// <summary>The socket of the engine that the environment names, which is a unix socket where these tests run.</summary>
    public static string EngineSocket => EndpointSearch.Find(EngineEnvironment.Current).Address[UnixScheme.Length..];

    public static async Task NetnsAsync() => Check(Netns, await NetnsProblem.Value);

    /// <summary>The engine that the environment names.</summary>
    public static async Task<Engine> DockerAsync()
    {
        try
        {
            return await Engine.ConnectAsync(CancellationToken.None);
        }
        catch (EngineException exception)
        {
            Check(Docker, $"{exception.Message} {exception.Remedy}");
            throw;
        }
    }

    /// <summary>The kernel's IPv6, for labs of it.</summary>
    public static void OfIpv6() => Check(Ipv6, Socket.OSSupportsIPv6 ? null : "the kernel has no IPv6");

    /// <summary>Debian's Python, by which its libraries are found.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>A parser of JUnit's form that others wrote: Debian's python3-junitparser.</summary>
    public static void JUnitParser() => Check(
        "junitparser", Directory.Exists("/usr/lib/python3/dist-packages/junitparser") ? null : "python3-junitparser is not installed");

    /// <summary>A shell, for what it completes.</summary>
    public static void Shell(string name) =>
        Check(name, InstalledProgram.PathOf(name) is null ? $"{name} is not installed" : null);

    /// <summary>The proxies that are programs of their own, each a part.</summary>
    public static void Proxies()
    {
        foreach (var part in ProxyKinds.Programs.Select(program => program.Name))
        {
            Check(part, InstalledProgram.PathOf(part) is null ? $"{part} is not installed" : null);
        }
    }

    public static void Check(string part, string? problem)
    {
        Assert.False(problem is not null && Required.Contains(part), $"REPRO_REQUIRE names {part}: {problem}");
        if (problem is not null)
        {
            Assert.Skip(problem);
        }
    }
}
