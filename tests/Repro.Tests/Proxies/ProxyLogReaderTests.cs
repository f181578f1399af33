using System.Net.Sockets;
using System.Text;
using Repro.Proxies;
using Repro.Proxies.Nginx;
using Repro.Recording;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Proxies;

/// <summary>A proxy's log over a real socket, and the kernel's count of what got lost on it.</summary>
public sealed class ProxyLogReaderTests : IDisposable
{
    private const double MomentsAgo = 0.5;

    private readonly List<TrafficLine> lines = [];
    private readonly Socket sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private long opened = 100;

    public ProxyLogReaderTests() => sender.Connect(LogSocket.Address);

    public void Dispose() => sender.Dispose();

    [Fact]
    public void Requests_are_counted_as_they_are_logged_and_connections_as_the_kernel_has_them()
    {
        using var proxy = Create();
        var start = EventLoop.Now;
        proxy.Start(start);
        using var role = new RunningRole(proxy);
        TrafficRig.Await(true, HasBegun);

        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        Interlocked.Add(ref opened, 7);
        Send("repro_access: 1 1.000 200 0.002 198.18.0.2:81");
        Send("repro_error: x [crit] 1#1: *3 connect() to 198.18.0.2:82 failed (99: Cannot assign requested address) while connecting to "
            + "upstream");
        Send(FormattableString.Invariant($"repro_access: 3 {now + MomentsAgo:0.000} 502 0.000 198.18.0.2:82"));
        Send("repro_access: 5 1.000 499 0.000 198.18.0.2:82");
        role.Stop();

        Assert.Equal((3, 1, 7), (lines.Sum(line => line.Sent), lines.Sum(line => line.Ok), lines.Sum(line => line.Connects)));
        var first = Assert.Single(lines.SelectMany(line => line.First ?? []));
        Assert.Equal(("connect/EADDRNOTAVAIL", "198.18.0.2:82", 7), (first.Outcome, first.Towards, first.ConnectsBefore));

        // The log's clock is another than the run's.
        Assert.InRange(first.T, MomentsAgo - 0.001, ((EventLoop.Now - start) / 1e9) + MomentsAgo + 0.002);
    }

    [Fact]
    public void What_comes_faster_than_it_is_read_is_known_to_be_lost()
    {
        using var proxy = Create();
        var before = proxy.Lost;
        for (var sent = 0; sent < 50_000 && proxy.Lost == before; sent += 1000)
        {
            for (var i = 0; i < 1000; i++)
            {
                Send("repro_access: 1 1.000 200 0.002 198.18.0.2:81");
            }
        }

        Assert.True(proxy.Lost > before, "the kernel dropped nothing");
    }

    private ProxyLogReader Create()
    {
        try
        {
            return new ProxyLogReader(
                new NginxLog(), new TrafficRecorder("proxy", Emit), () => Interlocked.Read(ref opened), TimeProvider.System);
        }
        catch (IOException exception)
        {
            Assert.Skip(exception.Message);
            throw;
        }
    }

    private void Emit(TrafficLine line)
    {
        lock (lines)
        {
            lines.Add(line);
        }
    }

    // The first bin is over: it knows by then how many connections there were before.
    private bool HasBegun()
    {
        lock (lines)
        {
            return lines.Count > 0;
        }
    }

    private void Send(string line) => sender.Send(Encoding.UTF8.GetBytes(line));
}
