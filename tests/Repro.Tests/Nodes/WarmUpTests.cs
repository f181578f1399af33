using Repro.Nodes;
using Repro.Sampling;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

public sealed class WarmUpTests
{
    [Fact]
    public void A_warm_up_spends_no_port_and_leaves_no_connection_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the sampler asks Linux");
        using var sampler = new HostSampler("proxy", 0, _ => { }, () => TimeSpan.Zero);
        try
        {
            WarmUp.Run(
                new NodeSpec
                {
                    Host = "proxy",
                    SamplingPhase = 0,
                    Proxy = new ProxySpec { Listen = TrafficRig.Free(), Tuples = [], TimeoutSeconds = 1 },
                },
                sampler);
        }
        catch (IOException exception)
        {
            Assert.Skip(exception.Message); // ports below 1024 take a privilege outside of a lab's namespaces
        }

        Assert.All(["127.1.2.1:1", "127.1.2.1:2", "127.1.2.1:3"], place =>
            TrafficRig.Await(("", ""), () => (TrafficRig.Towards(Endpoint.Parse(place)), TrafficRig.At(Endpoint.Parse(place)))));
    }
}
