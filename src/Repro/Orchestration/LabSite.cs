using System.Text.Json;
using Repro.Docker;
using Repro.Images;
using Repro.Knobs;
using Repro.Labs;
using Repro.Nodes;
using Repro.Planning;
using Repro.Preflight;
using Repro.Proxies;
using Repro.Recording;

namespace Repro.Orchestration;

/// <summary>Where a run's labs are brought up, and what the machine there is like.</summary>
public sealed class LabSite : IAsyncDisposable
{
    /// <summary>The lab of network namespaces, on this machine.</summary>
    public const string Netns = "netns";

    /// <summary>The lab of containers, wherever the engine is.</summary>
    public const string Docker = "docker";

    private static readonly TimeSpan SurveyLimit = TimeSpan.FromSeconds(30);

    private readonly MachineSurvey survey;
    private readonly Func<string, IReadOnlyList<HostSpec>, ILab> createLab;
    private readonly DockerRun? containers;

    private LabSite(
        string kind,
        MachineSurvey survey,
        IReadOnlyDictionary<string, string> proxies,
        Func<string, IReadOnlyList<HostSpec>, ILab> createLab,
        DockerRun? containers = null)
    {
        Kind = kind;
        Proxies = proxies;
        this.survey = survey;
        this.createLab = createLab;
        this.containers = containers;
    }

    /// <summary>The lab's kind.</summary>
    public string Kind { get; }

    /// <summary>Versions there of the programs that are proxies, by name.</summary>
    internal IReadOnlyDictionary<string, string> Proxies { get; }

    /// <summary>The kernel there.</summary>
    internal Kernel Kernel => new() { Hertz = survey.Hertz, Has = need => survey.Has.Contains(need.Name) };

    /// <summary>What carries the load: all processors, and half of the memory: the kernel's sockets and everybody else need some too.</summary>
    internal MachineSize Size => new(survey.Processors, survey.MemoryBytes / 2);

    /// <summary>
    /// What a host takes from the machine beyond what it takes by itself, as a factor: an engine reads all that its containers write and
    /// passes it on, which for some 46 of them took 0.01 processors each, as much as the hosts themselves.
    /// </summary>
    internal double HostOverhead => containers is null ? 1 : 2;

    /// <summary>Descriptors that a node may have; null where that is not known.</summary>
    internal int? OpenFiles => survey.OpenFiles;

    /// <summary>What is recorded of the machine.</summary>
    internal MachineFacts Machine => new()
    {
        Kernel = survey.Kernel,
        Hertz = survey.Hertz,
        Processors = survey.Processors,
        Runtime = survey.Runtime,
        Architecture = survey.Architecture,
        Engine = containers?.Engine.Info is { } info ? $"{info.Product} {info.Version}, API {info.ApiVersion}" : null,
    };

    /// <summary>Cancelled when no lab can be had here any more; <see cref="Failure"/> says why.</summary>
    internal CancellationToken Lost => containers?.Lost ?? CancellationToken.None;

    /// <summary>What <see cref="Lost"/> came of.</summary>
    internal ReproException? Failure => containers?.Failure;

    /// <summary>This machine's namespaces; to be called inside of a <see cref="Sandbox"/>.</summary>
    /// <param name="proxies">Versions of the programs that the proxies are.</param>
    public static LabSite OfNamespaces(IReadOnlyDictionary<string, string> proxies) =>
        new(Netns, Survey.Take(), proxies, (name, hosts) => new NetnsLab(name, hosts));

    /// <summary>The engine that the docker command line would use.</summary>
    /// <param name="plan">What is to run in them.</param>
    /// <param name="say">Told what takes long, in a sentence each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ReproException">It can't be used, or not for some case.</exception>
    public static async Task<LabSite> OfContainersAsync(Plan plan, Action<string> say, CancellationToken cancellationToken)
    {
        RefuseRoutes(plan);
        Launcher.Follow(cancellationToken);
        var engine = await Engine.ConnectAsync(cancellationToken);
        var watch = new EngineWatch(engine);
        DockerRun? run = null;
        try
        {
            return await watch.WhileThereAsync(
                async token =>
                {
                    foreach (var left in await Leftovers.FindAsync(engine, TimeProvider.System, token))
                    {
                        say($"Removing what the killed run {left.Run} has left: {left}.");
                        await Leftovers.RemoveAsync(engine, left, token);
                    }

                    var (image, proxyImages, versions) = await ImagesAsync(engine, ProxyVersions.ProgramsIn(plan), say, token);
                    run = new DockerRun(engine, watch, image, proxyImages);
                    return new LabSite(
                        Docker, await SurveyAsync(run, token), versions, (name, hosts) => new DockerLab(name, hosts, run), run);
                },
                cancellationToken);
        }
        catch
        {
            await (run?.DisposeAsync() ?? ValueTask.CompletedTask);
            await watch.DisposeAsync();
            engine.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => containers?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal ILab CreateLab(string name, IReadOnlyList<HostSpec> hosts) => createLab(name, hosts);

    private static void RefuseRoutes(Plan plan)
    {
        var routed = plan.Cases.Where(planned => planned.Conditions.Proxy.Transparent).Select(planned => planned.Id).ToList();
        if (routed.Count > 0)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"proxy.transparent takes routes, which containers are not given: {string.Join(", ", routed)}.",
                $"Run it in namespaces (--lab {Netns}), or leave these cases out (--case).");
        }
    }

    private static async Task<(string Repro, IReadOnlyDictionary<string, string> Proxies, IReadOnlyDictionary<string, string> Versions)> ImagesAsync(
        Engine engine, IReadOnlyList<IProxyProgram> proxies, Action<string> say, CancellationToken cancellationToken)
    {
        var image = await LabImages.EnsureAsync(engine, ImageKind.Repro, say, cancellationToken);
        var proxyImages = new Dictionary<string, string>();
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var proxy in proxies)
        {
            proxyImages[proxy.Name] = await LabImages.EnsureAsync(engine, ImageKind.Of(proxy), say, cancellationToken);
            versions[proxy.Name] = await LabImages.VersionAsync(engine, proxyImages[proxy.Name], cancellationToken);
        }

        return (image, proxyImages, versions);
    }

    private static async Task<MachineSurvey> SurveyAsync(DockerRun run, CancellationToken cancellationToken)
    {
        const string host = "surveyor";
        await using var lab = new DockerLab("survey", [new HostSpec(host, 1, new Dictionary<string, string>())], run);
        await lab.UpAsync(cancellationToken);
        await using var process = lab.StartNode(host, NodeSpec.SurveyRole);
        process.WriteLine(JsonSerializer.Serialize(new NodeSpec { Host = host, SamplingPhase = 0 }, NodeJson.Default.NodeSpec));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SurveyLimit);
        var how = "ended without a word";
        try
        {
            await foreach (var line in process.Output.ReadAllAsync(limit.Token))
            {
                if (JsonSerializer.Deserialize(line, LineJson.Default.NodeLine)?.Survey is { } survey)
                {
                    return survey;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            how = $"said nothing within {SurveyLimit.TotalSeconds:0} s";
        }

        throw new ReproException(
            FailureKind.NoLab,
            $"The image {run.Image} does not do what it should: its node {how}.",
            "See whether the engine runs other containers, and make the image anew: repro lab image.");
    }
}
