using Repro.Docker;
using Repro.Images;
using Repro.Proxies;

namespace Repro.Labs.Docker;

/// <summary>Containers, wherever the engine that the docker command line would use is.</summary>
internal sealed class DockerKind : ILabKind
{
    public string Name => "docker";

    public string Summary => "containers of the engine that docker uses";

    public bool IsHere => false;

    public bool NeedsSandbox => false;

    // An engine reads all that its containers write and passes it on, which for some 46 of them took 0.01 processors each, as much as the
    // hosts themselves.
    public double HostOverhead => 2;

    public string? WhyNot(HostSpec host) => host switch
    {
        { StandsIn: not null } => "proxy.transparent takes routes, which containers are not given",
        { Passes: not null } => "nat takes routes, which containers are not given",
        { WritesSysctls: true } => "steps write sysctls in the course of the load, which containers can't",
        { Runs: { } program } => $"{program} (load.command) is not in the image of the containers, which has this program alone",
        _ => null,
    };

    public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>?> TrySysctlsAsync(
        IEnumerable<IReadOnlyDictionary<string, string>> sets, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>?>(null);

    public async Task<ILabSite> OpenAsync(
        IReadOnlyList<IProxyProgram> proxies, Action<string> say, TimeProvider time, CancellationToken cancellationToken)
    {
        Launcher.Follow(cancellationToken);
        var engine = await Engine.ConnectAsync(cancellationToken);
        var watch = new EngineWatch(engine, time);
        try
        {
            return await watch.WhileThereAsync(
                async token =>
                {
                    foreach (var left in await Leftovers.FindAsync(engine, time, token))
                    {
                        say($"Removing what the killed run {left.Run} has left: {left}.");
                        await Leftovers.RemoveAsync(engine, left, token);
                    }

                    return await SiteAsync(engine, watch, proxies, say, time, token);
                },
                cancellationToken);
        }
        catch
        {
            await watch.DisposeAsync();
            engine.Dispose();
            throw;
        }
    }

    private static async Task<DockerSite> SiteAsync(
        Engine engine, EngineWatch watch, IReadOnlyList<IProxyProgram> proxies, Action<string> say, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var image = await LabImages.EnsureAsync(engine, ImageKind.Repro, say, cancellationToken);
        var proxyImages = new Dictionary<string, string>();
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var proxy in proxies)
        {
            proxyImages[proxy.Name] = await LabImages.EnsureAsync(engine, ImageKind.Of(proxy), say, cancellationToken);
            versions[proxy.Name] = await LabImages.VersionAsync(engine, proxyImages[proxy.Name], cancellationToken);
        }

        return new DockerSite(engine, watch, image, proxyImages, versions, time, Reaper.Start);
    }
}
