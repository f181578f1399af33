using System.Collections.Concurrent;
using Repro.Recording;
using Repro.Sampling;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Sampling;

/// <summary>What the sampler sees of this machine, with connections that are known.</summary>
public sealed class HostSamplerTests : IDisposable
{
    private const int Requests = 6;

    private readonly TrafficRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public void The_last_sample_has_the_ports_of_every_tuple_and_the_connections_since_the_start()
    {
        var backend = rig.Backend();
        var samples = new ConcurrentQueue<SocketsLine>();
        using (var sampler = new HostSampler("proxy", 0.5, samples.Enqueue, () => TimeSpan.FromSeconds(1)))
        {
            sampler.Start(EventLoop.Now);
            rig.Proxy(new ProxySpec { Listen = rig.ProxyAddress, Tuples = [new OpenerSpec.Tuple(null, backend)], TimeoutSeconds = 300 });
            rig.Load(Requests);
            TrafficRig.Await($"{Requests} TIME_WAIT", () => TrafficRig.Towards(backend));
        }

        var last = samples.Last();
        Assert.Equal("proxy", last.Host);
        var tuple = Assert.Single(last.Tuples!, use => use.Destination == backend.Name);
        Assert.Equal((Requests, 0, Requests), (tuple.Ports, tuple.Established, tuple.TimeWait));
        // Other tests open connections too.
        Assert.InRange(last.TimeWait, Requests, int.MaxValue);
        Assert.InRange(last.Counters["ActiveOpens"], 2 * Requests, long.MaxValue);
        Assert.Equal(samples.Select(sample => sample.T).Order(), samples.Select(sample => sample.T));
        Assert.All(samples, sample => Assert.Equal(0, sample.Cpu));
    }

    [Fact]
    public void A_dump_that_waits_for_the_processor_comes_beside_the_samples_and_has_no_counters()
    {
        var backend = rig.Backend();
        rig.Proxy(new ProxySpec { Listen = rig.ProxyAddress, Tuples = [new ProxySpec.Tuple(null, backend)], TimeoutSeconds = 300 });
        rig.Ask();
        TrafficRig.Await("1 TIME_WAIT", () => TrafficRig.Towards(backend));
        var samples = new ConcurrentQueue<SocketsLine>();
        using var sampler = new HostSampler("proxy", 0, samples.Enqueue, () => TimeSpan.Zero);
        sampler.Rehearse();
        sampler.Start(EventLoop.Now);
        TrafficRig.Await(true, () => samples.Any(sample => sample.DumpLate is not null));

        var dump = samples.First(sample => sample.DumpLate is not null);
        Assert.Equal(1, Assert.Single(dump.Tuples!, use => use.Destination == $"{backend}").TimeWait);
        Assert.Empty(dump.Counters);
        Assert.All(samples.Where(sample => sample.DumpLate is null), sample => Assert.Null(sample.Tuples));
    }

    [Fact]
    public void A_rehearsal_has_an_entry_of_every_kind()
    {
        using var sampler = new HostSampler("proxy", 0, _ => { }, () => TimeSpan.Zero);
        var sample = sampler.Rehearse();

        Assert.NotNull(sample.MachineBusy);
        Assert.NotEmpty(sample.States!);
        Assert.NotEmpty(sample.Tuples!);
    }

    [Fact]
    public void A_counter_counts_what_this_machine_does()
    {
        using var opened = new KernelCounter("/proc/net/snmp", "Tcp", "ActiveOpens");
        using var absent = new KernelCounter("/proc/net/snmp", "Tcp", "NoSuchThing");
        var before = opened.Read();
        var backend = rig.Backend();
        rig.Proxy(new ProxySpec { Listen = rig.ProxyAddress, Tuples = [new OpenerSpec.Tuple(null, backend)], TimeoutSeconds = 300 });
        rig.Ask();

        TrafficRig.Await(true, () => opened.Read() >= before + 2);
        Assert.Equal(0, absent.Read());
    }

    [Fact]
    public void The_processor_time_of_neighbours_is_that_of_what_runs_in_the_same_network_namespace()
    {
        using var busy = System.Diagnostics.Process.Start("sh", ["-c", "while :; do :; done"]);
        try
        {
            var cpu = new NeighbourCpu();
            var before = cpu.Read();
            TrafficRig.Await(true, () => cpu.Read() > before);
        }
        finally
        {
            busy.Kill();
            busy.WaitForExit();
        }
    }
}
