using System.Formats.Tar;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Docker.DotNet.Models;
using Repro.Docker;
using Repro.Linux;

namespace Repro.Labs.Docker;

/// <summary>
/// Hosts as containers of a network of their own. A container's first process is its host's node; it ends when this one is gone, and
/// the container removes itself then.
/// </summary>
/// <param name="name">Sets the lab apart from others of the site.</param>
/// <param name="specs">The hosts.</param>
/// <param name="family">What their addresses are.</param>
/// <param name="site">Where the labs of its run are.</param>
internal sealed class DockerLab(string name, IReadOnlyList<HostSpec> specs, AddressFamily family, DockerSite site) : ILab
{
    // The bridge has the first.
    private const int FirstAddress = 2;
    private const string Nobody = "65534:65534";
    private const string Root = "0:0";

    // The proxy listens on port 80, and nobody there is root.
    private const string UnprivilegedPortsKey = "net.ipv4.ip_unprivileged_port_start";

    // Docker's resolver listens in every container, on a port out of the kernel's default range, before the container's own is set: where
    // the two meet it may take one of the ports that are to run out, and connect() passes over a port that somebody has bound.
    private const int MostAttempts = 6;

    // A volume, as the root is read-only, and a file can be put only where one can write.
    private const string ConfigurationFolder = "/etc/repro";
    private const string ScratchFolder = "/tmp";

    private readonly Dictionary<string, ContainerProcess> processes = [];

    // An engine that hangs never says that a container has ended.
    private readonly CancellationTokenSource down = CancellationTokenSource.CreateLinkedTokenSource(site.Lost);
    private Task beating = Task.CompletedTask;

    public async Task<IReadOnlyList<LabHost>> UpAsync(CancellationToken cancellationToken)
    {
        var (network, subnet) = await site.CreateNetworkAsync(name, specs.Sum(spec => spec.Addresses), family, cancellationToken);
        beating = BeatAsync();
        var homes = specs.Where(spec => spec.In is null).ToList();
        var plan = AddressPlan.For(homes, subnet, FirstAddress);
        var up = await Task.WhenAll(homes.Zip(plan, (spec, addresses) => SetUpAsync(spec, addresses, network, subnet, cancellationToken)));
        await Task.WhenAll(specs.Where(spec => spec.In is not null).Select(spec => MoveInAsync(spec, cancellationToken)));
        return [.. specs.Select(spec => LabHost.Of(spec, up))];
    }

    public IHostProcess StartNode(string host, string role)
    {
        lock (processes)
        {
            return processes[host];
        }
    }

    /// <summary>Its container shares the network and the processes of the host's, and ends with it.</summary>
    public async Task<IHostProcess> StartServerAsync(string host, ServerSpec server, CancellationToken cancellationToken)
    {
        var home = $"container:{ContainerName(host)}";
        var container = Confined($"{ContainerName(host)}-{server.Name}", site.ProxyImages[server.Name], host, new HostConfig
        {
            NetworkMode = home,
            PidMode = home,
            Tmpfs = new Dictionary<string, string> { [ScratchFolder] = "" },
        });
        container.Entrypoint = [server.Name];
        container.Cmd = [.. server.Arguments($"{ConfigurationFolder}/{server.ConfigurationName}", ScratchFolder)];
        container.User = Nobody;
        container.Volumes = new Dictionary<string, EmptyStruct> { [ConfigurationFolder] = default };
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            var entry = new UstarTarEntry(TarEntryType.RegularFile, server.ConfigurationName)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(server.Configuration)),
            };
            await writer.WriteEntryAsync(entry, cancellationToken);
        }

        tar.Position = 0;
        return await StartAsync(
            container,
            id => site.Engine.Containers.PutArchiveAsync(id, ConfigurationFolder, tar, cancellationToken),
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await down.CancelAsync();
        await beating;
        await site.RemoveLabAsync(name);
        foreach (var process in processes.Values)
        {
            await process.DisposeAsync();
        }

        down.Dispose();
    }

    private async Task<LabHost> SetUpAsync(
        HostSpec spec, IReadOnlyList<IPAddress> addresses, string network, IPNetwork subnet, CancellationToken cancellationToken)
    {
        var asked = NeutralSysctls.Under(spec.Sysctls);
        var setup = new HostSetup([.. addresses.Skip(1).Select(address => address.ToString())], subnet.PrefixLength, [.. asked.Keys]);
        HostReadback answer;
        var attempts = 0;
        do
        {
            answer = await StartAsync(spec, addresses[0], network, setup, asked, cancellationToken);
            attempts++;
        }
        while (answer.Taken.Count > 0 && asked.ContainsKey(SysctlFile.LocalPortRange) && attempts < MostAttempts);

        return answer.Problem is { } problem
            ? throw new ReproException(
                FailureKind.NoLab, $"setting up {spec.Name} failed: {problem}", "Run with fewer addresses, or in the netns lab.")
            : new LabHost(
                spec.Name,
                addresses,
                [.. asked.Select(pair => new SysctlReadback(pair.Key, pair.Value, answer.Sysctls.GetValueOrDefault(pair.Key)))]);
    }

    // Its container shares the network of the other host's, and nothing else.
    private async Task MoveInAsync(HostSpec spec, CancellationToken cancellationToken)
    {
        var container = Confined(
            ContainerName(spec.Name), site.Image, spec.Name, new HostConfig { NetworkMode = $"container:{ContainerName(spec.In!)}" });
        container.Cmd = ["node", spec.Name, ContainedHost.Mark];
        container.User = Nobody;
        var process = await StartAsync(container, _ => Task.CompletedTask, cancellationToken);
        lock (processes)
        {
            processes.Add(spec.Name, process);
        }

        process.WriteLine(JsonSerializer.Serialize(new HostSetup([], 0, []), HostJson.Default.HostSetup));
        await AnswerAsync(spec.Name, process, cancellationToken);
    }

    private async Task<HostReadback> StartAsync(
        HostSpec spec,
        IPAddress address,
        string network,
        HostSetup setup,
        IReadOnlyDictionary<string, string> asked,
        CancellationToken cancellationToken)
    {
        ContainerProcess? former;
        lock (processes)
        {
            processes.Remove(spec.Name, out former);
        }

        if (former is not null)
        {
            await site.Engine.Containers.RemoveAsync(ContainerName(spec.Name), cancellationToken);
            await former.DisposeAsync();
        }

        var process = await StartAsync(spec, address, network, asked, cancellationToken);
        lock (processes)
        {
            processes.Add(spec.Name, process);
        }

        process.WriteLine(JsonSerializer.Serialize(setup, HostJson.Default.HostSetup));
        return await AnswerAsync(spec.Name, process, cancellationToken);
    }

    private async Task<ContainerProcess> StartAsync(
        HostSpec spec, IPAddress address, string network, IReadOnlyDictionary<string, string> asked, CancellationToken cancellationToken)
    {
        var sysctls = asked.ToDictionary();
        sysctls.TryAdd(UnprivilegedPortsKey, "0");
        while (true)
        {
            try
            {
                return await TryStartAsync(spec, address, network, sysctls, cancellationToken);
            }
            catch (EngineException exception) when (
                exception.Status is not null
                && sysctls.Keys.FirstOrDefault(key =>
                    exception.Message.Contains(SysctlFile.PathOf(key), StringComparison.Ordinal)) is { } refused)
            {
                // One that this kernel does not have, or whose value it does not take: reading it back shows which, as in any lab.
                sysctls.Remove(refused);
            }
        }
    }

    private Task<ContainerProcess> TryStartAsync(
        HostSpec spec, IPAddress address, string network, IReadOnlyDictionary<string, string> sysctls, CancellationToken cancellationToken)
    {
        // More addresses than the engine gives are added from inside, which takes root with that one capability.
        var addsAddresses = spec.Addresses > 1;
        var container = Confined(ContainerName(spec.Name), site.Image, spec.Name, new HostConfig
        {
            NetworkMode = network,
            Sysctls = sysctls.ToDictionary(),
            CapAdd = addsAddresses ? ["NET_ADMIN"] : [],
        });
        container.Cmd = ["node", spec.Name, ContainedHost.Mark];
        container.User = addsAddresses ? Root : Nobody;
        container.Hostname = spec.Name;
        container.NetworkingConfig = new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings>
            {
                [network] = new()
                {
                    IPAMConfig = family == AddressFamily.InterNetworkV6
                        ? new EndpointIPAMConfig { IPv6Address = address.ToString() }
                        : new EndpointIPAMConfig { IPv4Address = address.ToString() },
                },
            },
        };
        return StartAsync(container, _ => Task.CompletedTask, cancellationToken);
    }

    private string ContainerName(string host) => $"repro-{site.Id}-{name}-{host}";

    // What it needs and no more; and nothing of it stays when it ends.
    private CreateContainerParameters Confined(string container, string image, string host, HostConfig needs)
    {
        needs.CapDrop = ["ALL"];
        needs.SecurityOpt = ["no-new-privileges"];
        needs.ReadonlyRootfs = true;
        needs.AutoRemove = true;
        needs.Init = false;
        needs.LogConfig = new LogConfig { Type = "none" };
        return new CreateContainerParameters
        {
            Name = container,
            Image = image,
            Labels = new Dictionary<string, string>(site.Labels(name)) { [DockerLabels.Host] = host },
            OpenStdin = true,
            StdinOnce = true,
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            HostConfig = needs,
        };
    }

    private async Task<ContainerProcess> StartAsync(
        CreateContainerParameters container, Func<string, Task> prepare, CancellationToken cancellationToken)
    {
        var containers = site.Engine.Containers;
        var id = await containers.CreateAsync(container, cancellationToken);
        AttachedStream? stream = null;
        try
        {
            await prepare(id);
            stream = await containers.AttachAsync(id, cancellationToken);
            var exit = await containers.WatchExitAsync(id, down.Token);
            await containers.StartAsync(id, cancellationToken);
            return new ContainerProcess(stream, exit, site.Engine);
        }
        catch (Exception exception)
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (exception is EngineException)
            {
                // Its name is wanted again, perhaps; otherwise the lab's end is near. What led here says more than a failure of this.
                await containers.RemoveAsync(id, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            throw;
        }
    }

    private static async Task<HostReadback> AnswerAsync(string host, ContainerProcess process, CancellationToken cancellationToken)
    {
        try
        {
            if (await process.Output.WaitToReadAsync(cancellationToken) && process.Output.TryRead(out var line)
                && JsonSerializer.Deserialize(line, HostJson.Default.HostReadback) is { } answer)
            {
                return answer;
            }

            throw Dead($"ended with exit code {await process.Exit.WaitAsync(cancellationToken)}");
        }
        catch (JsonException exception)
        {
            throw Dead($"answered with something else than it should: {exception.Message}");
        }
        catch (IOException exception)
        {
            throw Dead($"did not answer: {exception.Message}");
        }

        ReproException Dead(string how)
        {
            var words = new List<string>();
            while (process.Errors.TryRead(out var error))
            {
                words.Add(error);
            }

            return new ReproException(
                FailureKind.NoLab,
                $"The container of {host} {how}{(words.Count == 0 ? "." : $"; it said: {string.Join(" ", words)}")}",
                "See whether the engine runs other containers, and make the image anew: repro lab image.");
        }
    }

    // What a container needs to hear, or it takes its run for dead.
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(HeartbeatReader.Interval, site.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(down.Token))
            {
                lock (processes)
                {
                    foreach (var process in processes.Values)
                    {
                        process.WriteLine("");
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The lab goes down.
        }
    }
}
