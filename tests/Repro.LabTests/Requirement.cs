using Repro.Docker;
using Repro.Labs;

namespace Repro.LabTests;

/// <summary>
/// What a lab test needs of the machine. A missing part skips the test with its reason; where the variable REPRO_REQUIRE names the part
/// it fails instead.
/// </summary>
internal static class Requirement
{
    public const string Netns = "netns";
    public const string Png = "png";
    public const string Docker = "docker";

    private const string UnixScheme = "unix://";

    private static readonly string[] Required =
        (Environment.GetEnvironmentVariable("REPRO_REQUIRE") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

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

    private static readonly Lazy<Task<string?>> DockerProblem = new(async () =>
    {
        try
        {
            using var engine = await Engine.ConnectAsync(CancellationToken.None);
            return engine.Where.StartsWith(UnixScheme, StringComparison.Ordinal) ? null : $"the engine at {engine.Where} is not behind a unix socket";
        }
        catch (ReproException exception)
        {
            return $"{exception.Message} {exception.Remedy}";
        }
    });

    /// <summary>The engine's socket.</summary>
    public static string EngineSocket => EndpointSearch.Find(EngineEnvironment.Current).Address[UnixScheme.Length..];

    public static async Task DockerAsync() => Check(Docker, await DockerProblem.Value);

    public static async Task NetnsAsync() => Check(Netns, await NetnsProblem.Value);

    public static void Check(string part, string? problem)
    {
        Assert.False(problem is not null && Required.Contains(part), $"REPRO_REQUIRE names {part}: {problem}");
        Skip.If(problem is not null, problem);
    }
}
