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
    public const string Nginx = "nginx";
    public const string Haproxy = "haproxy";

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

    public static async Task NetnsAsync() => Check(Netns, await NetnsProblem.Value);

    /// <summary>nginx and HAProxy, each a part of its own.</summary>
    public static void Proxies()
    {
        foreach (var part in new[] { Nginx, Haproxy })
        {
            string? problem = null;
            try
            {
                HostProgram.PathOf(part);
            }
            catch (ReproException exception)
            {
                problem = $"{exception.Message} {exception.Remedy}";
            }

            Check(part, problem);
        }
    }

    public static void Check(string part, string? problem)
    {
        Assert.False(problem is not null && Required.Contains(part), $"REPRO_REQUIRE names {part}: {problem}");
        Skip.If(problem is not null, problem);
    }
}
