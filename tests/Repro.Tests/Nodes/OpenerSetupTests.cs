using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Repro.Nodes;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

/// <summary>A proxy that is a program of its own is waited for.</summary>
public sealed class OpenerSetupTests
{
    private readonly FakeTimeProvider time = new();

    public OpenerSetupTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the kernel is asked who listens");

    [Fact]
    public void It_is_waited_for_until_it_listens_and_no_connection_is_spent_on_that()
    {
        var address = TrafficRig.Free();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var done = false;
        using var setUp = TestThread.Start(() =>
        {
            OpenerSetup.Run(Logged(address), time);
            Volatile.Write(ref done, true);
        });
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Volatile.Read(ref done), "nobody listened yet");

        listener.Bind(address.Ip());
        listener.Listen();
        TrafficRig.Await(true, () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            return Volatile.Read(ref done);
        });
        Assert.False(listener.Poll(TimeSpan.Zero, SelectMode.SelectRead), "a connection was made");
    }

    [Fact]
    public void One_that_never_listens_is_given_up_after_a_minute_of_the_clock()
    {
        var address = TrafficRig.Free();
        var begun = time.GetUtcNow();
        IOException? error = null;
        using (TestThread.Start(() => Volatile.Write(ref error, Assert.Throws<IOException>(() => OpenerSetup.Run(Logged(address), time)))))
        {
            TrafficRig.Await(true, () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Volatile.Read(ref error) is not null;
            });
        }

        Assert.Equal($"the proxy does not listen on {address} after 60 s", error!.Message);
        Assert.True(time.GetUtcNow() - begun >= TimeSpan.FromSeconds(60), "it was given up early");
    }

    private static NodeSpec Logged(Endpoint address) => new()
    {
        Host = "proxy",
        SamplingPhase = 0,
        LogOf = "nginx",
        Proxy = new ProxySpec { Listen = address, Tuples = [], TimeoutSeconds = 5 },
    };
}
