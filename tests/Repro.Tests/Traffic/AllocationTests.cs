using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>What a request leaves for the garbage collector, whose pauses would hold up those after it.</summary>
public sealed class AllocationTests
{
    private const int Few = 200;
    private const int Many = 1200;

    // The smallest object there is. What comes once in many requests, such as a list that grows, is less.
    private const double LeastOfOneObject = 24;

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_request_leaves_nothing_once_as_many_connections_were_made_as_are_open_at_a_time(int kept)
    {
        Allocated(Few, kept);
        var (few, many) = (Allocated(Few, kept), Allocated(Many, kept));

        Assert.InRange((many.Proxy - few.Proxy) / (double)(Many - Few), -LeastOfOneObject, LeastOfOneObject);
        Assert.InRange((many.Backend - few.Backend) / (double)(Many - Few), -LeastOfOneObject, LeastOfOneObject);
    }

    // Bytes that each role's thread has allocated for so many requests, one after the other.
    private static (long Proxy, long Backend) Allocated(int requests, int kept)
    {
        using var rig = new TrafficRig();
        var listen = TrafficRig.Free();
        using var backend = new Backend(new BackendSpec([listen], 64));
        using var proxy = new Repro.Traffic.Proxy(
            new ProxySpec
            {
                Listen = rig.ProxyAddress,
                Tuples = [new OpenerSpec.Tuple(null, listen)],
                TimeoutSeconds = 300,
                KeepAlive = kept > 0 ? new KeepAliveSpec(kept, 300, 5) : null,
                Abort = true,
            },
            new TrafficRecorder("proxy", _ => { }));
        var (atProxy, atBackend) = (0L, 0L);
        using var proxying = TestThread.Start(() => atProxy = AllocatedBy(proxy));
        using var backing = TestThread.Start(() => atBackend = AllocatedBy(backend));
        for (var request = 0; request < requests; request++)
        {
            Assert.StartsWith("200 ", rig.Ask(), StringComparison.Ordinal);
        }

        proxy.Stop();
        backend.Stop();
        proxying.Join();
        backing.Join();
        return (atProxy, atBackend);
    }

    private static long AllocatedBy(IRole role)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        role.Run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
