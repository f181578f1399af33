using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Repro.Labs;
using Repro.Nodes;
using Repro.Proxies;

namespace Repro.Tests.Orchestration;

/// <summary>
/// A kind of lab in this process, and where its labs are: hosts come up at once, nodes say what a load through so many ports would have
/// them say, and a test has any of it go wrong.
/// </summary>
internal sealed class FakeLabs : ILabKind, ILabSite
{
    private readonly CancellationTokenSource lost = new();
    private readonly ConcurrentBag<FakeNode> nodes = [];

    /// <summary>The rate, requests per second, above which ports run out.</summary>
    public double Carries { get; init; } = double.PositiveInfinity;

    /// <summary>Ports of the proxy.</summary>
    public int Ports { get; init; } = 100;

    /// <summary>Asked before a node hears a command, by lab, host and the command's word; whoever says no has it pass unheard.</summary>
    public Func<FakeNode, string, bool> Hears { get; set; } = (_, _) => true;

    /// <summary>Done while a lab comes up.</summary>
    public Func<string, CancellationToken, Task> ComesUp { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What a sysctl of a lab's host reads back as.</summary>
    public Func<string, string, string?> ReadsBack { get; set; } = (_, asked) => asked;

    /// <summary>The clock that a host goes by; the run's where nothing else is said.</summary>
    public Func<string, (string Name, Func<long> Read)> ClockOf { get; set; } = _ =>
        (NodeClock.Name, () => throw new InvalidOperationException("this one is known"));

    /// <summary>When each host was told to start, by its own clock: lab and host to nanoseconds.</summary>
    public ConcurrentDictionary<(string Lab, string Host), long> Starts { get; } = [];

    /// <summary>What happened, in order: <c>up case0</c>, <c>start case0</c>, <c>down case0</c>.</summary>
    public ConcurrentQueue<string> Events { get; } = new();

    /// <summary>Labs that are up.</summary>
    public int Up =>
        Events.Count(word => word.StartsWith("up ", StringComparison.Ordinal))
        - Events.Count(word => word.StartsWith("down ", StringComparison.Ordinal));

    /// <summary>Nodes that run.</summary>
    public int Alive => nodes.Count(node => !node.Exit.IsCompleted);

    public string Name => "fake";

    public string Summary => "nothing";

    public bool IsHere => false;

    public bool NeedsSandbox => false;

    public double HostOverhead => 1;

    public string? Software => "Fake 1.0";

    public IReadOnlyDictionary<string, string> ProxyVersions { get; } = new Dictionary<string, string>();

    public CancellationToken Lost => lost.Token;

    public ReproException? Failure { get; private set; }

    /// <summary>Whatever makes the hosts is gone.</summary>
    public void Lose(string problem)
    {
        Failure = new ReproException(FailureKind.NoLab, problem, "");
        lost.Cancel();
    }

    public string? WhyNot(HostSpec host) => host.StandsIn is null ? null : "it has no routes";

    public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>?> TrySysctlsAsync(
        IEnumerable<IReadOnlyDictionary<string, string>> sets, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>?>(null);

    public Task<ILabSite> OpenAsync(
        IReadOnlyList<IProxyProgram> proxies, Action<string> say, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult<ILabSite>(this);

    public ILab CreateLab(string name, IReadOnlyList<HostSpec> hosts, AddressFamily family) => new Lab(this, name, hosts);

    public ReproException BadNode(string how) => new(FailureKind.NoLab, $"a node {how}", "");

    public ValueTask DisposeAsync()
    {
        lost.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Lab(FakeLabs labs, string name, IReadOnlyList<HostSpec> hosts) : ILab
    {
        private readonly FakeLoad load = new(labs.Carries, labs.Ports);
        private bool isUp;

        public async Task<IReadOnlyList<LabHost>> UpAsync(CancellationToken cancellationToken)
        {
            isUp = true;
            labs.Events.Enqueue($"up {name}");
            await labs.ComesUp(name, cancellationToken);
            return
            [
                .. hosts.Select((host, index) => new LabHost(
                    host.Name,
                    [.. Enumerable.Range(0, host.Addresses).Select(address => new IPAddress([198, 18, (byte)index, (byte)(address + 1)]))],
                    [.. host.Sysctls.Select(pair => new SysctlReadback(pair.Key, pair.Value, labs.ReadsBack(name, pair.Value)))])),
            ];
        }

        public IHostProcess StartNode(string host, string role)
        {
            var node = new FakeNode(labs, name, host, load);
            labs.nodes.Add(node);
            return node;
        }

        public Task<IHostProcess> StartServerAsync(string host, ServerSpec server, CancellationToken cancellationToken) =>
            Task.FromResult<IHostProcess>(new FakeNode(labs, name, server.Name, load));

        public ValueTask DisposeAsync()
        {
            if (isUp)
            {
                labs.Events.Enqueue($"down {name}");
            }

            return ValueTask.CompletedTask;
        }
    }
}
