using System.Collections.Concurrent;
using System.Diagnostics;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>Something that waits for a descriptor.</summary>
internal interface IReadyHandler
{
    /// <summary>The descriptor became ready. Edge-triggered: read until nothing is left.</summary>
    void OnReady(Readiness readiness);

    /// <summary>The loop is gone, and will tell no more: what lives by it alone closes its descriptor.</summary>
    void OnLoopGone()
    {
    }
}

/// <summary>
/// One thread's loop over epoll: descriptors, one deadline, and work posted from other threads. Connections that it still watches when it
/// is disposed of are closed: none outlives its role.
/// </summary>
internal sealed class EventLoop : IReadyHandler, IDisposable
{
    // EPOLLET: one registration serves a connection's whole life, without a call for each change of interest.
    private const Readiness EdgeTriggered = (Readiness)(1u << 31);
    private const Readiness Interest = Readiness.Input | Readiness.Output | Readiness.PeerClosed | EdgeTriggered;

    private const int ScratchBytes = 1 << 16;

    private readonly Epoll epoll = new();
    private readonly DeadlineTimer timer = new();
    private readonly WakeUp wakeUp = new();
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly List<Registration> registrations = [];
    private readonly Stack<int> free = new();
    private bool stopping;

    public EventLoop()
    {
        Watch(timer.Descriptor.Number, new Ignored());
        Watch(wakeUp.Descriptor.Number, this);
    }

    /// <summary>Takes what is received: connections have none of their own while nothing of a message is missing.</summary>
    public byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(ScratchBytes);

    /// <summary>CLOCK_MONOTONIC in nanoseconds.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Starts to watch a descriptor, and returns the token that <see cref="Forget"/> takes.</summary>
    public int Watch(int descriptor, IReadyHandler handler)
    {
        if (!free.TryPop(out var slot))
        {
            slot = registrations.Count;
            registrations.Add(default);
        }

        // A closed descriptor's event may still lie in the batch at hand; its generation tells it from the slot's next user.
        var generation = registrations[slot].Generation + 1;
        registrations[slot] = new Registration(handler, generation);
        epoll.Add(descriptor, Interest, ((ulong)generation << 32) | (uint)slot);
        return slot;
    }

    /// <summary>Stops watching. Closing the descriptor, which the caller does next, takes it out of epoll.</summary>
    public void Forget(int slot)
    {
        registrations[slot] = registrations[slot] with { Handler = null };
        free.Push(slot);
    }

    /// <summary>Has the loop's thread run something soon. Any thread may call it.</summary>
    public void Post(Action work)
    {
        posted.Enqueue(work);
        wakeUp.Raise();
    }

    /// <summary>Ends <see cref="Run"/>. Any thread may call it.</summary>
    public void Stop() => Post(() => stopping = true);

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="turn">
    /// Called before each wait: does what is due by now (first argument) and returns when it wants to be called next.
    /// </param>
    public void Run(Func<long, long?> turn)
    {
        TimerSlack.Minimize();
        long? armed = null;
        while (!stopping)
        {
            var deadline = turn(Now);
            if (deadline != armed)
            {
                timer.Set(deadline);
                armed = deadline;
            }

            var count = epoll.Wait();
            for (var i = 0; i < count; i++)
            {
                var (readiness, token) = epoll.Event(i);
                var registration = registrations[(int)(uint)token];
                if (registration.Handler is { } handler && registration.Generation == (uint)(token >> 32))
                {
                    handler.OnReady(readiness);
                }
            }
        }
    }

    /// <summary>Somebody has posted.</summary>
    void IReadyHandler.OnReady(Readiness readiness)
    {
        while (posted.TryDequeue(out var work))
        {
            work();
        }
    }

    /// <summary>Closes what lives by the loop: its connections. The loop's thread alone may call it.</summary>
    public void CloseAll()
    {
        for (var slot = 0; slot < registrations.Count; slot++)
        {
            registrations[slot].Handler?.OnLoopGone();
        }
    }

    public void Dispose()
    {
        CloseAll();
        epoll.Dispose();
        timer.Dispose();
        wakeUp.Dispose();
    }

    private readonly record struct Registration(IReadyHandler? Handler, uint Generation);

    private sealed class Ignored : IReadyHandler
    {
        public void OnReady(Readiness readiness)
        {
        }
    }
}
