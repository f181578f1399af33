using System.Net;
using System.Net.Sockets;
using Repro.Docker;

namespace Repro.Labs.Docker;

/// <summary>
/// What the labs of one run have in common: the engine, the images, the labels, and a process that clears up after a kill.
/// </summary>
internal sealed class DockerSite : ILabSite
{
    // Docker's words, and Podman's.
    private static readonly string[] InUse = ["overlap", "already used", "already being used"];
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenRemovals = TimeSpan.FromSeconds(0.5);

    private readonly SemaphoreSlim naming = new(1, 1);
    private readonly LocalProcess reaper;
    private readonly EngineWatch watch;

    /// <param name="engine">The engine; disposed with this.</param>
    /// <param name="watch">Watches it; disposed with this.</param>
    /// <param name="image">The image that hosts run.</param>
    /// <param name="proxyImages">The images of proxies by the program's name.</param>
    /// <param name="proxyVersions">The versions of those programs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="startReaper">Starts the process that clears up after a run, by the run's id.</param>
    public DockerSite(
        Engine engine,
        EngineWatch watch,
        string image,
        IReadOnlyDictionary<string, string> proxyImages,
        IReadOnlyDictionary<string, string> proxyVersions,
        TimeProvider time,
        Func<string, LocalProcess> startReaper)
    {
        Engine = engine;
        this.watch = watch;
        Image = image;
        ProxyImages = proxyImages;
        ProxyVersions = proxyVersions;
        Time = time;
        reaper = startReaper(Id);
    }

    /// <summary>Tells this run's things from others'.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    public Engine Engine { get; }

    public string Image { get; }

    public IReadOnlyDictionary<string, string> ProxyImages { get; }

    public IReadOnlyDictionary<string, string> ProxyVersions { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    public string Software => $"{Engine.Info.Product} {Engine.Info.Version}, API {Engine.Info.ApiVersion}";

    /// <summary>Cancelled when the engine does not answer any more.</summary>
    public CancellationToken Lost => watch.Lost;

    public ReproException? Failure => watch.Failure;

    public ILab CreateLab(string name, IReadOnlyList<HostSpec> hosts, AddressFamily family) =>
        new DockerLab(name, hosts, family, this);

    public ReproException BadNode(string how) => new(
        FailureKind.NoLab,
        $"The image {Image} does not do what it should: its node {how}.",
        "See whether the engine runs other containers, and make the image anew: repro lab image.");

    /// <summary>The labels of what is made for a lab.</summary>
    public IReadOnlyDictionary<string, string> Labels(string lab) => new Dictionary<string, string>
    {
        [DockerLabels.Run] = Id,
        [DockerLabels.Lab] = lab,
        [DockerLabels.Owner] = RunOwner.Current.ToString(),
    };

    /// <summary>Makes a network for so many addresses, out of those that no other network of the engine has.</summary>
    /// <remarks>An engine's network has IPv4 in any case; one for IPv6 has a block of each.</remarks>
    public async Task<(string Id, IPNetwork Subnet)> CreateNetworkAsync(
        string lab, int addresses, AddressFamily family, CancellationToken cancellationToken)
    {
        await naming.WaitAsync(cancellationToken);
        try
        {
            var networks = await Engine.Networks.ListAsync([], cancellationToken);
            var taken = networks.SelectMany(network => network.Subnets)
                .Select(text => IPNetwork.TryParse(text, out var subnet) ? subnet : (IPNetwork?)null)
                .OfType<IPNetwork>().ToList();
            EngineException? refusal = null;
            foreach (var subnets in Choices(family, addresses, taken))
            {
                try
                {
                    var id = await Engine.Networks.CreateAsync($"repro-{Id}-{lab}", subnets, Labels(lab), cancellationToken);
                    return (id, subnets[0]);
                }
                catch (EngineException exception) when (
                    exception.Status is not null
                        && InUse.Any(words => exception.Message.Contains(words, StringComparison.OrdinalIgnoreCase)))
                {
                    // Somebody else was quicker, or the engine's machine has a route there.
                    refusal = exception;
                }
            }

            throw refusal ?? new ReproException(
                FailureKind.NoLab,
                $"All of {Subnets.Benchmarks(family)} is taken by networks of the engine at {Engine.Where}.",
                "Remove some (docker network prune), or those that killed runs have left (repro lab prune).");
        }
        finally
        {
            naming.Release();
        }
    }

    private static IEnumerable<IReadOnlyList<IPNetwork>> Choices(
        AddressFamily family, int addresses, IReadOnlyCollection<IPNetwork> taken)
    {
        var own = Subnets.Free(family, addresses, taken);
        return family == AddressFamily.InterNetwork
            ? own.Select(block => (IReadOnlyList<IPNetwork>)[block])
            : own.Zip(
                Subnets.Free(AddressFamily.InterNetwork, addresses, taken),
                (block, other) => (IReadOnlyList<IPNetwork>)[block, other]);
    }

    /// <summary>Removes everything that was made for a lab, or leaves it to the reaper where the engine is gone.</summary>
    public async Task RemoveLabAsync(string lab)
    {
        if (Failure is not null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(RemovalLimit, Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Lost, patience.Token);
        using var timer = new PeriodicTimer(BetweenRemovals, Time);
        try
        {
            while (!await TryRemoveLabAsync(lab, limit.Token))
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // What led here says more; the reaper goes on trying.
        }
    }

    // A busy engine calls a network in use whose last container it has said to be gone.
    private async Task<bool> TryRemoveLabAsync(string lab, CancellationToken cancellationToken)
    {
        try
        {
            await Leftovers.RemoveAsync(Engine, await Leftovers.OfRunAsync(Engine, Id, lab, cancellationToken), cancellationToken);
            return true;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await watch.DisposeAsync();
        // Without its input it looks for what is left, and ends when there is nothing; nobody waits for that.
        reaper.CloseInput();
        Engine.Dispose();
        naming.Dispose();
    }
}
