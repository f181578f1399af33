using Repro.Docker;
using Repro.Labs.Netns;
using Repro.Proxies;

namespace Repro.Doctor;

/// <summary>Programs of others that labs use.</summary>
internal static class ProgramExaminer
{
    private const string DockerLab = "docker";

    // One that hangs is told of by a run, which waits for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The proxies that are programs of their own.</summary>
    public static async Task<IReadOnlyList<ExaminedPart>> ProxiesAsync(CancellationToken cancellationToken)
    {
        var parts = new List<ExaminedPart>();
        foreach (var program in ProxyKinds.Programs)
        {
            var needed = $"proxy.kind: {program.Name}";
            parts.Add(await FindAsync(program) switch
            {
                (var installed, null) => Part(PartState.Ok, $"{installed!.Version}, {installed.Path}", null),
                (_, var refusal) => Part(PartState.Missing, refusal.Message, refusal.Remedy),
            });

            ExaminedPart Part(string state, string found, string? remedy) => new("proxies", program.Name, state, found, needed, remedy);
        }

        return parts;

        async Task<(InstalledProgram? Installed, ReproException? Refusal)> FindAsync(IProxyProgram program)
        {
            try
            {
                return await program.FindAsync(cancellationToken) is { } installed ? (installed, null) : (null, NetnsKind.Missing(program));
            }
            catch (ReproException refusal)
            {
                return (null, refusal);
            }
        }
    }

    /// <summary>The engine that the docker command line would use.</summary>
    public static async Task<ExaminedPart> EngineAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var engine = await Engine.ConnectAsync(EndpointSearch.Find(EngineEnvironment.Current), Patience, cancellationToken);
            var info = engine.Info;
            var rootless = info.IsRootless ? ", rootless" : "";
            return Part(PartState.Ok, $"{info.Product} {info.Version}, API {info.ApiVersion}{rootless}, at {engine.Where}", null);
        }
        catch (ReproException refusal)
        {
            return Part(PartState.Missing, refusal.Message, refusal.Remedy);
        }

        static ExaminedPart Part(string state, string found, string? remedy) =>
            new("lab docker", "engine", state, found, "--lab docker", remedy) { RequiredBy = [DockerLab] };
    }
}
