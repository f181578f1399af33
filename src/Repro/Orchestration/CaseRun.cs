using System.Globalization;
using Repro.Control;
using Repro.Labs;
using Repro.Nodes;
using Repro.Planning;
using Repro.Deployment;
using Repro.Progress;
using Repro.Recording;

namespace Repro.Orchestration;

/// <summary>One case from lab up to lab down. Prepare and run it once each; disposing takes down whatever is up.</summary>
/// <param name="planned">The case.</param>
/// <param name="number">Its number in the run.</param>
/// <param name="site">Where its lab is brought up.</param>
/// <param name="labName">Sets the lab apart from others of the run.</param>
/// <param name="folder">Where it is recorded.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="time">The clock.</param>
internal sealed class CaseRun(
    PlannedCase planned, int number, LabSite site, string labName, string folder, CaseProgress progress,
    TimeProvider time) : IAsyncDisposable
{
    private const long LeadNanoseconds = 300_000_000;
    private const long StaggerNanoseconds = 100_000_000;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PrefillLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly ILab lab = site.CreateLab(labName, Topology.Hosts(planned), planned.Conditions.Network.Family);
    private readonly List<RemoteNode> nodes = [];
    private readonly RunClock clock = new(time);
    private ProxyProcess? proxyProcess;
    private CaseRecorder? recorder;
    private OpenerFacts? openers;
    private string? problem;

    /// <summary>Brings the hosts up, and a node in each that is ready to start.</summary>
    /// <exception cref="ReproException">The lab can't be brought up.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        progress.Phase = CasePhase.Preparing;
        var hosts = Placement.Of(planned.Conditions, await lab.UpAsync(cancellationToken));
        recorder = new CaseRecorder(folder, CaseDescription.Of(planned, hosts));
        if (hosts.Any(host => host.Sysctls.Any(sysctl => sysctl.Asked != sysctl.Read)))
        {
            problem = "nothing was sent, as a host does not have the sysctls that it was to have";
            return;
        }

        if (OpenFiles.Problem(planned, site.OpenFiles) is { } tooFew)
        {
            problem = tooFew;
            return;
        }

        await AttemptAsync(
            async () =>
            {
                var roles = Topology.Roles(planned, number, hosts);
                foreach (var role in roles)
                {
                    nodes.Add(new RemoteNode(role, lab.StartNode(role.Host, role.Role), recorder, progress, clock));
                }

                await UnlessDeadAsync(Task.WhenAll(nodes.Select(node => node.Ready))).WaitAsync(ReadyLimit, time, cancellationToken);
                foreach (var role in roles.Where(role => role.Proxy is not null))
                {
                    await StartProxyAsync(role, cancellationToken);
                }
            },
            "getting ready");
    }

    /// <summary>Has those who open connections to the backends fill the ports that are to be taken before the load starts.</summary>
    public async Task PrefillAsync(CancellationToken cancellationToken) => await AttemptAsync(
        async () =>
        {
            var opening = nodes.FindAll(node => node.Role == planned.Conditions.OpenerRole);
            opening.ForEach(node => node.Prefill());
            var setUp = Task.WhenAll(opening.Select(node => node.SetUp));
            await UnlessDeadAsync(setUp).WaitAsync(PrefillLimit, time, cancellationToken);
            openers = OpenerFacts.Of(await setUp);
        },
        "filling ports");

    /// <summary>Sends the load, waits for its end, and marks the case complete.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        progress.Phase = CasePhase.Running;
        long dropped = 0;
        IReadOnlyList<ClockFacts>? clocks = null;
        IReadOnlyList<CommandFacts> commands = [];
        IReadOnlyList<StepFacts> steps = [];
        await AttemptAsync(
            async () =>
            {
                var before = await HostClocks.CompareAsync(nodes).WaitAsync(ClockLimit, time, cancellationToken);
                // Cases that run side by side start apart, or their requests would all be due at the same moments.
                var start = clock.Now + LeadNanoseconds + (long)(Topology.Phase(number) * StaggerNanoseconds);
                nodes.ForEach(node => node.Start(before.Moment(node, start)));
                var limit = planned.Conditions.Load.Duration + planned.Conditions.Load.Timeout + Grace;
                var done = Task.WhenAll(nodes.Where(node => node.IsClient).Select(node => node.Done));
                await UnlessDeadAsync(done).WaitAsync(limit, time, cancellationToken);
                commands = [.. nodes.Select(node => node.Command).OfType<CommandFacts>()];
                var after = await HostClocks.CompareAsync(nodes).WaitAsync(ClockLimit, time, cancellationToken);
                clocks = before.Until(after, nodes);
                nodes.ForEach(node => node.Stop());
                var ends = await Task.WhenAll(nodes.Select(node => node.End)).WaitAsync(Grace, time, cancellationToken);
                dropped = ends.Sum(end => end.Dropped);
                steps = [.. nodes.SelectMany(node => node.Steps).OrderBy(step => step.At)];
            },
            "running");
        progress.Phase = problem is null ? CasePhase.Done : CasePhase.Failed;
        await StopNodesAsync();
        recorder?.Complete(new CaseEnd(problem is null ? [] : [problem], dropped)
        {
            Proxy = planned.Conditions.HasProxy ? openers : null,
            Clients = planned.Conditions.HasProxy ? null : openers,
            Clocks = clocks,
            Commands = planned.Conditions.Load.Command is null ? null : commands,
            Steps = planned.Conditions.Steps.Any ? steps : null,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await StopNodesAsync();
        try
        {
            recorder?.Dispose();
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            // The case is given up: why has been said.
        }

        await lab.DisposeAsync();
    }

    // Not before its node is ready: what it logs before anybody listens would be lost.
    private async Task StartProxyAsync(NodeSpec node, CancellationToken cancellationToken)
    {
        if (ProxyServer.Of(planned, node.Proxy!, site.OpenFiles) is { } server)
        {
            recorder!.Keep(server.ConfigurationName, server.Configuration);
            proxyProcess = new ProxyProcess(server.Name, await lab.StartServerAsync(node.Host, server, cancellationToken), recorder);
        }
    }

    // Waits for something that takes all of its processes, or fails as soon as one of them has died.
    private async Task UnlessDeadAsync(Task awaited)
    {
        var alive = nodes.Select(node => (Task)node.End).Append(proxyProcess?.Ended ?? awaited).ToList();
        while (!awaited.IsCompleted && alive.Count > 0)
        {
            var first = await Task.WhenAny(alive.Append(awaited));
            if (first.IsFaulted)
            {
                await first;
            }

            // One that has said its last word has done its part.
            alive.Remove(first);
        }

        await awaited;
    }

    // What happens to a node is a finding about this case; the other cases go on.
    private async Task AttemptAsync(Func<Task> step, string name)
    {
        if (problem is not null)
        {
            return;
        }

        try
        {
            await step();
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or System.ComponentModel.Win32Exception)
        {
            problem = progress.Phase == CasePhase.Running
                ? string.Create(
                    CultureInfo.InvariantCulture, $"{name}, {progress.State.ElapsedSeconds:0.0} s into the load: {exception.Message}")
                : $"{name}: {exception.Message}";
        }
    }

    private async Task StopNodesAsync()
    {
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        nodes.Clear();
        if (proxyProcess is not null)
        {
            await proxyProcess.DisposeAsync();
            proxyProcess = null;
        }
    }
}
