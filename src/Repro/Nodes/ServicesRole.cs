using System.Net;
using Repro.Linux;
using Repro.Physics;
using Repro.Recording;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>
/// Services beside what opens a host's connections: each listens on its port, is closed when its restart is due, and tries to listen again
/// when its time down is over. One whose port is taken stays down until its next restart. Nobody connects to them.
/// </summary>
internal sealed class ServicesRole : IRole
{
    private readonly string host;
    private readonly ServicesSpec spec;
    private readonly Action<RestartLine> emit;
    private readonly RestartSchedule schedule;
    private readonly EventLoop loop = new();
    private readonly Endpoint[] places;
    private readonly Descriptor?[] listeners;
    private long? start;
    private long stopped;
    private long started;

    /// <param name="host">The host.</param>
    /// <param name="spec">The services.</param>
    /// <param name="emit">Takes what each restart met; must not block.</param>
    /// <exception cref="IOException">A port is taken before the load.</exception>
    public ServicesRole(string host, ServicesSpec spec, Action<RestartLine> emit)
    {
        (this.host, this.spec, this.emit) = (host, spec, emit);
        schedule = new RestartSchedule(spec.Ports.Count, spec.Hosts, spec.RestartSeconds, spec.DownSeconds);
        places = [.. spec.Ports.Select(port => new Endpoint(spec.Ipv6 ? IPAddress.IPv6Any : IPAddress.Any, port))];
        listeners = [.. places.Select(TcpSocket.Listen)];
    }

    public void Run() => loop.Run(Turn);

    public void Start(long nanoseconds) => loop.Post(() => start = nanoseconds);

    public void Stop() => loop.Stop();

    public void Dispose()
    {
        foreach (var listener in listeners)
        {
            listener?.Dispose();
        }

        loop.Dispose();
    }

    private long? Turn(long now)
    {
        if (start is not { } begun)
        {
            return null;
        }

        while (true)
        {
            var stops = schedule.Stops(Number(stopped));
            var starts = schedule.Starts(Number(started));
            var next = Math.Min(stops, starts);
            if (next >= spec.DurationSeconds)
            {
                return null;
            }

            var due = begun + (long)(next * 1e9);
            if (due > now)
            {
                return due;
            }

            if (stops <= starts)
            {
                StopOne(schedule.Service(Number(stopped++)));
            }
            else
            {
                StartOne(schedule.Service(Number(started++)), starts);
            }
        }
    }

    // Among the restarts of all hosts, which take turns.
    private long Number(long own) => (own * spec.Hosts) + spec.Index;

    private void StopOne(int service)
    {
        listeners[service]?.Dispose();
        listeners[service] = null;
    }

    private void StartOne(int service, double seconds)
    {
        listeners[service] = TcpSocket.TryListen(places[service], out var errno);
        emit(new RestartLine(
            host, Math.Round(seconds, 6), places[service].Port, listeners[service] is null ? Errno.Name(errno) : null));
    }
}
