using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Repro.Model;
using Repro.Nodes;
using Repro.Planning;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Traffic;

namespace Repro.Standalone;

/// <summary>
/// A role in a host that somebody else has set up, such as a container of <c>docker-compose.lab.yml</c>: it waits for whom it talks to,
/// starts by itself, and says in lines for people how it goes. A run starts its roles as <see cref="Node"/>s.
/// </summary>
public static class StandaloneNode
{
    private const long LeadNanoseconds = 300_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends its share of the load, and ends after it.</summary>
    /// <param name="conditions">What it is told; of them, the load.</param>
    /// <param name="proxy">Whom it asks.</param>
    /// <param name="number">Number of this client, from 1.</param>
    /// <param name="clients">Number of clients that share the load.</param>
    /// <param name="log">Takes its lines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the load early.</param>
    /// <exception cref="ReproException">The conditions are impossible for one node, or the proxy can't be reached.</exception>
    public static async Task RunClientAsync(
        Conditions conditions, IPEndPoint proxy, int number, int clients, TextWriter log, TimeProvider time,
        CancellationToken cancellationToken)
    {
        StandaloneSettings.Check(conditions);
        await ReachAsync(proxy, log, time, cancellationToken);
        await log.WriteLineAsync(
            $"sending to {proxy} for {conditions.Load.Duration.TotalSeconds:0.###} s: share {number} of {clients} of "
            + $"{conditions.Load.Rate}");
        var client = RoleSpecs.Client(conditions, [new OpenerSpec.Tuple(null, new Endpoint(proxy))], number - 1, clients);
        var spec = new NodeSpec { Host = HostRole.Client.Name(number), SamplingPhase = 0, Client = client };
        await RunAsync(spec, LeadNanoseconds, () => [], log, cancellationToken);
    }

    /// <summary>Passes requests on until it is ended.</summary>
    /// <param name="conditions">What it is told; of them, what is about the proxy.</param>
    /// <param name="listen">Where it listens; its address is the source of upstream connections that are bound.</param>
    /// <param name="targets">The backends, used in turn.</param>
    /// <param name="log">Takes its lines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the proxy.</param>
    /// <exception cref="ReproException">The conditions are impossible on this host, or a backend can't be reached.</exception>
    /// <exception cref="IOException">It can't listen.</exception>
    public static async Task RunProxyAsync(
        Conditions conditions, IPEndPoint listen, IReadOnlyList<IPEndPoint> targets, TextWriter log, TimeProvider time,
        CancellationToken cancellationToken)
    {
        StandaloneSettings.Check(conditions);
        foreach (var target in targets)
        {
            await ReachAsync(target, log, time, cancellationToken);
        }

        var host = HostPorts.Read();
        var planned = Plan(conditions, host);
        var source = conditions.Proxy.Bind == Binding.None ? null : new Endpoint(listen.Address, 0);
        var spec = new NodeSpec
        {
            Host = RoleSpecs.ProxyHost,
            SamplingPhase = 0,
            Proxy = RoleSpecs.Proxy(
                planned.Conditions,
                new Endpoint(listen),
                [.. targets.Select(target => new OpenerSpec.Tuple(source, new Endpoint(target)))]),
            Prefill = RoleSpecs.Prefilled(planned.Conditions, planned.Prediction.Upstream.PortsPerTuple),
        };
        var capacity = planned.Prediction.Upstream.PortsPerTuple;
        IReadOnlyList<PortUse> ReadPorts() => PortUse.Read(spec.Proxy, capacity);
        var towards = spec.Proxy.Bind == BindKind.Port ? PortUse.Everywhere : "each destination";
        await log.WriteLineAsync($"{Noun.Counted(capacity, "local port")} towards {towards}; {host}");
        if (spec.Prefill.Count > 0)
        {
            var filled = OpenerSetup.Run(spec, time);
            await log.WriteLineAsync(
                $"{Noun.Counted(filled.Prefilled, "port")} filled before the "
                + $"load{(filled.PrefillProblem is { } problem ? $"; {problem}" : "")}");
        }

        await log.WriteLineAsync($"listening on {listen}, passing on to {string.Join(", ", targets)}");
        await RunAsync(spec, 0, ReadPorts, log, cancellationToken);
    }

    /// <summary>Answers requests until it is ended.</summary>
    /// <param name="conditions">What it is told; of them, what is about backends.</param>
    /// <param name="listen">Where it listens.</param>
    /// <param name="log">Takes its lines.</param>
    /// <param name="cancellationToken">Ends the backend.</param>
    /// <exception cref="ReproException">The conditions are impossible for one node.</exception>
    /// <exception cref="IOException">It can't listen.</exception>
    public static async Task RunBackendAsync(
        Conditions conditions, IReadOnlyList<IPEndPoint> listen, TextWriter log, CancellationToken cancellationToken)
    {
        StandaloneSettings.Check(conditions);
        var backend = RoleSpecs.Backend(conditions, [.. listen.Select(end => new Endpoint(end))]);
        await log.WriteLineAsync($"listening on {string.Join(", ", listen)}");
        await RunAsync(new NodeSpec { Host = "backend", SamplingPhase = 0, Backend = backend }, 0, () => [], log, cancellationToken);
    }

    private static async Task RunAsync(
        NodeSpec spec, long leadNanoseconds, Func<IReadOnlyList<PortUse>> readPorts, TextWriter output, CancellationToken cancellationToken)
    {
        // No thread that sends or answers may wait for the reader.
        var lines = Channel.CreateUnbounded<TrafficLine>();
        using var role = Node.Role(spec, new TrafficRecorder(spec.Host, line => lines.Writer.TryWrite(line)));
        using var thread = new RoleThread(role, () =>
        {
            try
            {
                role.Run();
                lines.Writer.Complete();
            }
            catch (Exception exception)
            {
                // For whoever reads the lines, and with them to the end of this verb.
                lines.Writer.Complete(exception);
            }
        });
        role.Start(EventLoop.Now + leadNanoseconds);
        var log = new StandaloneLog(readPorts);
        await using (cancellationToken.Register(role.Stop))
        {
            await foreach (var line in lines.Reader.ReadAllAsync(CancellationToken.None))
            {
                foreach (var text in log.Add(line))
                {
                    await output.WriteLineAsync(text);
                }
            }
        }

        await output.WriteLineAsync(spec.Backend is null ? log.Summary : "ended");
    }

    private static PlannedCase Plan(Conditions conditions, HostPorts host)
    {
        var here = conditions with { Proxy = conditions.Proxy with { Sysctls = host.Effective } };
        var (plan, wrong) = Planner.Create(new Scenario { Conditions = here }, KernelProbe.Kernel);
        return wrong.Count == 0
            ? plan.Cases[0]
            : throw new ReproException(FailureKind.BadInput, wrong[0].Message, "Change this host's sysctls, or what it is told by --set.");
    }

    // Ended with a RST, it keeps no port: the load is to find all of them.
    private static async Task ReachAsync(IPEndPoint target, TextWriter log, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var problem = "no answer";
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.LingerState = new LingerOption(true, 0);
                try
                {
                    await socket.ConnectAsync(target, limit.Token);
                    return;
                }
                catch (SocketException exception)
                {
                    problem = exception.Message;
                    if (attempt == 1)
                    {
                        await log.WriteLineAsync($"waiting for {target}: {problem}");
                    }
                }

                await Task.Delay(Pause, time, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReproException(
                FailureKind.NoLab,
                $"{target} has accepted no connection for {Patience.TotalSeconds:0} s: {problem}",
                "Start the node that listens there, and look at what it says.");
        }
    }
}
