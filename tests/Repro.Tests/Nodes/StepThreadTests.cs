using System.Net.Sockets;
using Repro.Labs;
using Repro.Nodes;
using Repro.Planning;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

/// <summary>What a node does at moments of the load.</summary>
public sealed class StepThreadTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void A_backend_that_ends_refuses_and_closes_what_is_open_and_one_that_is_started_again_answers()
    {
        var address = TrafficRig.Free();
        using var node = new RunningNode(new NodeSpec
        {
            Host = "backend-1",
            SamplingPhase = 0,
            Backend = new BackendSpec([address], 0),
            Steps = [new NodeStep(0, Nothing, false), new NodeStep(0.001, Nothing, true), new NodeStep(1000, Nothing, false)],
        });
        node.Hear(line => line.Ready);
        using var open = Connected(address);

        node.Tell($"{Node.StartCommand} {EventLoop.Now}");
        var first = node.Hear(line => line.Step);
        Assert.Equal(("backend-1", 0.0, null), (first.Host, first.At, first.Problem));
        Assert.Equal(0, open.Receive(new byte[1]));

        var second = node.Hear(line => line.Step);
        Assert.Equal((0.001, null), (second.At, second.Problem));
        Assert.InRange(second.DoneAt, 0.001, double.MaxValue);
        using var again = Connected(address);

        // What is still to come when the node is stopped is left out.
        node.Tell(Node.StopCommand);
        Assert.DoesNotContain(node.Rest(), line => line.Step is not null);
    }

    [Fact]
    public void A_sysctl_that_can_not_be_written_is_told_with_what_it_reads()
    {
        var steps = new List<Repro.Recording.StepFacts>();
        using var done = new ManualResetEventSlim();
        using var backend = new Backend(new BackendSpec([], 0));
        using var thread = new StepThread(
            "client-1", [new NodeStep(0, new Dictionary<string, string> { ["net.ipv4.no_such_thing"] = "1" }, null)], backend, step =>
            {
                steps.Add(step);
                done.Set();
            });
        thread.Start(EventLoop.Now);
        done.Wait(TestContext.Current.CancellationToken);

        Assert.StartsWith("net.ipv4.no_such_thing of client-1 could not be set to 1: ", steps[0].Problem, StringComparison.Ordinal);
        Assert.Null(Assert.Single(steps[0].Sysctls).Read);
    }

    [Theory]
    [InlineData(
        "{ at: 1s, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }",
        "steps write sysctls in the course of the load, which containers can't")]
    [InlineData("{ at: 1s, backends: { state: down } }", null)]
    public void Containers_can_end_a_program_and_not_write_a_sysctl(string step, string? why)
    {
        var planned = Planner.Create(Scenarios.ScenarioText.Parse($"steps: [{step}]"), new Repro.Knobs.Kernel()).Plan.Cases[0];
        var hosts = Repro.Deployment.Topology.Hosts(planned);

        Assert.Equal(why, hosts.Select(LabKinds.Of("docker").WhyNot).FirstOrDefault(reason => reason is not null));
        Assert.All(hosts, host => Assert.Null(LabKinds.Of("netns").WhyNot(host)));
    }

    private static Socket Connected(Endpoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(address.Address, address.Port);
        return socket;
    }
}
