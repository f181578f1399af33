using System.Runtime.InteropServices;

namespace Repro.Traffic;

/// <summary>The connections that a host opens: over which tuple the next goes, and what becomes of one that has answered.</summary>
internal sealed class Upstreams
{
    private readonly Pool<Upstream> pool;
    private readonly (LocalEnd Local, Endpoint Target)[] tuples;
    private readonly int requestsEach;
    private readonly bool backendClosesFirst;
    private readonly IdlePool<Upstream> idle;
    private readonly Deadlines<Upstream> ending;

    // Connections created so far, by client where they have its address: each client has ports of its own, and so a turn of its own.
    private readonly Dictionary<string, long> created = [];

    public Upstreams(OpenerSpec spec, EventLoop loop)
    {
        pool = new Pool<Upstream>(() => new Upstream(this, loop));
        tuples = [.. spec.Tuples.Select(tuple => (Local(spec, tuple.Source), tuple.Target))];
        Leaks = spec.Leaks;
        requestsEach = spec.KeepAlive?.Requests ?? 1;
        backendClosesFirst = spec.BackendClosesFirst;
        idle = new IdlePool<Upstream>(spec.KeepAlive?.Connections ?? 0, spec.KeepAlive?.IdleSeconds ?? 0);
        ending = new Deadlines<Upstream>(spec.TimeoutSeconds, (upstream, generation) => upstream.Generation != generation);
    }

    /// <summary>Whether connections are never closed by this side once they have answered.</summary>
    public bool Leaks { get; }

    /// <summary>When <see cref="Expire"/> has something to do next, in nanoseconds, or null.</summary>
    public long? Deadline => Earliest.Of(idle.Next, ending.Next);

    /// <summary>A turn of the loop begins: closes what has waited too long, for another request or for the backend's FIN.</summary>
    public void Expire(long now)
    {
        pool.Turn();
        idle.Expire(now, upstream => upstream.Close());
        ending.Expire(now, upstream => upstream.Close());
    }

    /// <summary>A connection that waits for a request, or null where there is none.</summary>
    public Upstream? TakeIdle() => idle.Take();

    /// <summary>A connection over the next tuple, not opened yet.</summary>
    /// <param name="client">The address that it has in place of the tuple's source, or null for the latter.</param>
    public Upstream Create(Endpoint? client)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(created, client?.Name ?? "", out _);
        var (local, target) = tuples[number++ % tuples.Length];
        var upstream = pool.Take();
        upstream.Lead(client is null ? local : local with { Source = client }, target);
        return upstream;
    }

    /// <summary>Takes back a connection that is closed.</summary>
    public void Reuse(Upstream upstream) => pool.Return(upstream);

    /// <summary>Takes back a connection whose request was answered.</summary>
    /// <param name="upstream">The connection.</param>
    /// <param name="isLast">Whether the backend has said that it closes the connection.</param>
    public void Release(Upstream upstream, bool isLast)
    {
        if (Leaks)
        {
            return;
        }

        if (!isLast && upstream.Answers < requestsEach && idle.TryAdd(EventLoop.Now, upstream))
        {
            return;
        }

        if (backendClosesFirst)
        {
            ending.Add(EventLoop.Now, upstream, upstream.Generation);
        }
        else
        {
            upstream.Close();
        }
    }

    /// <summary>A connection without a request is closed.</summary>
    public void Forget(Upstream upstream) => idle.Remove(upstream);

    private static LocalEnd Local(OpenerSpec spec, Endpoint? source) =>
        new(source, spec.Bind, spec.SocketPorts, spec.Abort)
        {
            Transparent = spec.Transparent,
            Options = spec.Options,
        };
}
