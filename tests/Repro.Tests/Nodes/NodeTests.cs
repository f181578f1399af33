using Repro.Knobs;
using Repro.Nodes;
using Repro.Physics;
using Repro.Recording;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

/// <summary>Nodes of this process, over 127/8.</summary>
public sealed class NodeTests
{
    private const int Requests = 20;

    [Fact]
    public void A_node_that_is_ready_names_its_clock_and_reads_it_when_it_is_asked()
    {
        using var node = new RunningNode(BackendOn(TrafficRig.Free()));
        Assert.Equal(NodeClock.Name, node.Hear(line => line.Ready));

        var before = EventLoop.Now;
        node.Tell(Node.ClockCommand);
        var read = (long)node.Hear(line => (object?)line.Clock);

        Assert.InRange(read, before, EventLoop.Now);
    }

    [Fact]
    public void A_load_over_three_nodes_is_told_by_each_as_it_went()
    {
        var (listen, target) = (TrafficRig.Free(), TrafficRig.Free());
        using var backend = new RunningNode(BackendOn(target));
        using var proxy = new RunningNode(ProxyOn(listen, target));
        using var client = new RunningNode(new NodeSpec { Host = "client-1", SamplingPhase = 0, Client = Client(listen) });
        RunningNode[] nodes = [backend, proxy, client];
        Assert.All(nodes, node => node.Hear(line => line.Ready));
        var start = $"{Node.StartCommand} {EventLoop.Now}";
        Array.ForEach(nodes, node => node.Tell(start));

        // Whether a client has more to say before it is done is for the lines to tell: none of them is lost.
        var sent = new List<TrafficLine>();
        client.Hear(line =>
        {
            sent.AddRange(line.Traffic is { } traffic ? [traffic] : []);
            return line.Done ? line : null;
        });
        Array.ForEach(nodes, node => node.Tell(Node.StopCommand));
        var said = proxy.Rest();

        // A machine that stands still sends less than was due, and says so.
        var load = sent.Sum(line => line.Sent);
        Assert.InRange(load, 1, Requests);
        Assert.Equal((Requests, load), (load + sent.Sum(line => line.Unsent), sent.Sum(line => line.Ok)));
        Assert.Equal((load, load), (Sum(said, line => line.Connects), Sum(said, line => line.Ok)));
        Assert.Equal("proxy", said.Last(line => line.Sockets is not null).Sockets!.Host);
        Assert.Equal(0, said[^1].End?.Dropped);
        // The last sample is taken while the proxy's sockets are still there.
        Assert.Contains(
            said.Last(line => line.Sockets is not null).Sockets!.Tuples!, use => use.Destination == target.Name && use.Ports == load);
    }

    [Fact]
    public void The_end_of_its_input_stops_it_like_the_word()
    {
        using var node = new RunningNode(BackendOn(TrafficRig.Free()));
        node.Hear(line => line.Ready);
        node.HangUp();

        Assert.NotNull(node.Rest()[^1].End);
    }

    [Fact]
    public void A_node_without_a_role_says_what_the_machine_is_like_and_ends()
    {
        using var node = new RunningNode(new NodeSpec { Host = "survey", SamplingPhase = 0 });
        var machine = node.Hear(line => line.Survey);

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), machine.Kernel);
        Assert.InRange(machine.Hertz, 24, 10_000);
        Assert.Equal(Environment.ProcessorCount, machine.Processors);
        Assert.InRange(machine.OpenFiles ?? 0, 1, int.MaxValue);
        Assert.Equal(
            KnobRegistry.Needs.Where(need => need.Kind == NeedKind.Sysctl && File.Exists($"/proc/sys/{need.Name.Replace('.', '/')}"))
                .Select(need => need.Name),
            machine.Has.Where(name => name.Contains('.', StringComparison.Ordinal)));
        Assert.Empty(node.Rest());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public void Without_a_specification_it_is_nobodys_node(string first)
    {
        using var input = new StringReader(first);
        var error = Assert.Throws<ReproException>(() => Node.Run(input, Stream.Null, TimeProvider.System));

        Assert.Equal((FailureKind.BadInput, "a node needs its specification on standard input"), (error.Kind, error.Message));
    }

    [Fact]
    public void An_address_that_is_taken_ends_it_with_the_address_and_the_cause()
    {
        using var taken = new HandBackend();
        var node = new RunningNode(BackendOn(taken.Address));

        var error = Assert.Throws<IOException>(() => node.Hear(line => line.Ready));
        Assert.Equal($"listening on {taken.Address} failed: EADDRINUSE", error.Message);
    }

    [Fact]
    public void Ports_are_filled_when_it_is_told_to_and_what_its_sockets_have_is_read_back()
    {
        var window = TrafficRig.FreePorts(8);
        using var target = new HandBackend();
        var spec = ProxyOn(TrafficRig.Free(), target.Address);
        using var node = new RunningNode(spec with
        {
            Proxy = spec.Proxy! with { SocketPorts = window, Options = [new SocketOption("SO_REUSEADDR", 1, 2, 1)] },
            Prefill = [.. Enumerable.Range(window.Low, 8)],
        });
        node.Hear(line => line.Ready);
        node.Tell(Node.PrefillCommand);
        var facts = node.Hear(line => line.Opener);

        Assert.Equal((8, null), (facts.Prefilled, facts.PrefillProblem));
        Assert.Equal($"{window.Low}-{window.High}", $"{facts.SocketPorts}".Replace(" ", "-", StringComparison.Ordinal));
        Assert.Equal(("SO_REUSEADDR", 1, 1), (facts.SocketOptions![0].Name, facts.SocketOptions[0].Asked, facts.SocketOptions[0].Read));
        Assert.Equal(Enumerable.Range(window.Low, 8), TrafficRig.PortsTowards(target.Address).Distinct());
    }

    [Fact]
    public void Ports_that_can_not_be_filled_are_a_problem_with_the_tuple_and_the_error()
    {
        var window = TrafficRig.FreePorts(2);
        var nobody = TrafficRig.Free();
        using var node = new RunningNode(ProxyOn(TrafficRig.Free(), nobody) with { Prefill = [window.Low, window.High] });
        node.Hear(line => line.Ready);
        node.Tell(Node.PrefillCommand);

        Assert.Equal(
            (0, $"connect/ECONNREFUSED on *:0→{nobody}"),
            node.Hear(line => line.Opener) is var facts ? (facts.Prefilled, facts.PrefillProblem) : default);
    }

    [Fact]
    public void Of_roles_there_is_one_or_it_is_an_error() =>
        Assert.Equal(
            "x has no role", Assert.Throws<ReproException>(() =>
                Node.Role(new NodeSpec { Host = "x", SamplingPhase = 0 }, new TrafficRecorder("x", _ => { }))).Message);

    private static long Sum(List<NodeLine> lines, Func<TrafficLine, long> count) =>
        lines.Sum(line => line.Traffic is { } traffic ? count(traffic) : 0);

    private static NodeSpec BackendOn(Endpoint address) =>
        new() { Host = "backend-1", SamplingPhase = 0, Backend = new BackendSpec([address], 64) };

    private static NodeSpec ProxyOn(Endpoint address, Endpoint target) => new()
    {
        Host = "proxy",
        SamplingPhase = 0,
        Proxy = new ProxySpec { Listen = address, Tuples = [new OpenerSpec.Tuple(null, target)], TimeoutSeconds = 20 },
    };

    private static ClientSpec Client(Endpoint target) => new()
    {
        Tuples = [new OpenerSpec.Tuple(null, target)],
        Arrivals = new ArrivalLaw { RatePerSecond = 100, DurationSeconds = Requests / 100.0 },
        TimeoutSeconds = 20,
        Index = 0,
        Clients = 1,
    };
}
