using System.Diagnostics;
using Repro.Linux;
using Repro.Traffic;

namespace Repro.Proxies;

/// <summary>
/// Stands for a proxy that is a program of its own, in the same network namespace: what becomes of requests is read from its log, and how
/// many connections it has opened from the kernel, as nobody else opens any there.
/// </summary>
internal sealed class ProxyLogReader : IRole, IReadyHandler
{
    private readonly EventLoop loop = new();
    private readonly LogSocket socket = new();
    private readonly IProxyLog log;
    private readonly TrafficRecorder recorder;
    private readonly Func<long> activeOpens;
    private readonly TimeProvider time;
    private long opensAtStart;

    // CLOCK_MONOTONIC less CLOCK_REALTIME.
    private double clockOffset;

    /// <param name="log">Reads its lines.</param>
    /// <param name="recorder">Takes it down.</param>
    /// <param name="activeOpens">Connections that were opened in this network namespace since it was made.</param>
    /// <param name="time">The clock of the log.</param>
    public ProxyLogReader(IProxyLog log, TrafficRecorder recorder, Func<long> activeOpens, TimeProvider time)
    {
        this.recorder = recorder;
        this.activeOpens = activeOpens;
        this.time = time;
        this.log = log;
        loop.Watch(socket.Descriptor.Number, this);
    }

    public long Lost => LogSocket.Lost;

    public void Run()
    {
        loop.Run(now =>
        {
            if (now >= recorder.Deadline)
            {
                CountConnections();
                recorder.Advance(now);
            }

            return recorder.Deadline;
        });

        // What has come before the end is still part of it.
        socket.Read(Take);
        CountConnections();
        recorder.Finish();
    }

    public void Start(long nanoseconds) => loop.Post(() =>
    {
        opensAtStart = activeOpens();
        clockOffset = (Stopwatch.GetTimestamp() / 1e9) - (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        recorder.Start(nanoseconds);
    });

    public void Stop() => loop.Stop();

    public void OnReady(Readiness readiness) => socket.Read(Take);

    public void Dispose()
    {
        socket.Dispose();
        loop.Dispose();
    }

    private void CountConnections() => recorder.HasConnected(activeOpens() - opensAtStart);

    private void Take(string line)
    {
        if (log.Take(line) is not { } request)
        {
            return;
        }

        recorder.Sent();
        recorder.Attempted(request.Attempts);
        if (request.IsOk)
        {
            recorder.Ok((long)(request.Seconds * 1e9));
        }
        else if (request.Failure is { } failure)
        {
            if (recorder.IsNew(failure))
            {
                CountConnections();
            }

            recorder.Failed(failure, request.Towards, (long)((request.EndedAt + clockOffset) * 1e9));
        }
    }
}
