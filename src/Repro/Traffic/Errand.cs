namespace Repro.Traffic;

/// <summary>Sends a request, and is told once what became of it.</summary>
internal interface ISender
{
    /// <summary>The request, whole.</summary>
    ReadOnlySpan<byte> Request { get; }

    /// <summary>The answer has come; it is gone when the call returns.</summary>
    void Answered(HttpHead head, ReadOnlySpan<byte> answer, string towards);

    /// <summary>No answer will come.</summary>
    void Failed(Outcome outcome, string towards);
}

/// <summary>
/// A request's way to where it is answered: over a connection that was kept, or over one that is opened for it, again where that can't be
/// had, and again where a kept one turns out to be closed. After one request it is used for another.
/// </summary>
/// <param name="errands">Those of the host.</param>
/// <param name="sender">Whose request it carries.</param>
internal sealed class Errand(Errands errands, ISender sender) : IRequester
{
    private Endpoint? source;
    private Upstream? upstream;
    private int retriesLeft;
    private ConnectionBegin begin;

    public ReadOnlySpan<byte> Request => sender.Request;

    /// <summary>When the connection was begun that it failed with; null where that had come about, or had found no port.</summary>
    public ConnectionBegin? Unanswered { get; private set; }

    /// <summary>Whether nobody has been told yet what became of it.</summary>
    public bool IsUnderWay => upstream is not null;

    /// <summary>Sets out. The sender may be told of its end before this returns.</summary>
    /// <param name="source">The address that its connection has in place of the tuple's source; null for the latter.</param>
    public void Begin(Endpoint? source)
    {
        this.source = source;
        retriesLeft = errands.Retries;
        upstream = errands.Upstreams.TakeIdle();
        if (upstream is null)
        {
            Open();
        }
        else
        {
            errands.Recorder.Attempted();
            upstream.Carry(this);
        }
    }

    public void Answered(HttpHead head, ReadOnlySpan<byte> answer)
    {
        var towards = upstream!.Target;
        upstream = null;
        sender.Answered(head, answer, towards);
    }

    public void Lost(Outcome outcome, bool isStale)
    {
        if (isStale || (!upstream!.IsConnected && MayRetry()))
        {
            Open();
        }
        else
        {
            Fail(outcome);
        }
    }

    /// <summary>Its time is over.</summary>
    public void GiveUp()
    {
        upstream!.Close();
        Fail(Outcome.Timeout(upstream.IsConnected ? Stage.Read : Stage.Connect));
    }

    /// <summary>Nobody waits for it any more, and nobody is told.</summary>
    public void Abandon()
    {
        upstream?.Close();
        upstream = null;
    }

    private void Open()
    {
        Outcome? refused;
        do
        {
            errands.Recorder.Attempted();
            begin = errands.Recorder.Begin();
            upstream = errands.Upstreams.Create(source);
            refused = upstream.Connect(this, out var nanoseconds);
            if (refused is null)
            {
                errands.Recorder.Connected(nanoseconds);
                return;
            }
        }
        while (MayRetry());

        Fail(refused, wasBegun: false);
    }

    private bool MayRetry() => retriesLeft-- > 0;

    private void Fail(Outcome outcome, bool wasBegun = true)
    {
        var towards = upstream!.Target;
        Unanswered = wasBegun && !upstream.IsConnected ? begin : null;
        upstream = null;
        sender.Failed(outcome, towards);
    }
}

/// <summary>What all errands of a host have in common.</summary>
/// <param name="spec">How its connections are opened, kept and closed.</param>
/// <param name="loop">The host's.</param>
/// <param name="recorder">Counts attempts and connections.</param>
internal sealed class Errands(OpenerSpec spec, EventLoop loop, TrafficRecorder recorder)
{
    /// <summary>The connections.</summary>
    public Upstreams Upstreams { get; } = new(spec, loop);

    public TrafficRecorder Recorder => recorder;

    /// <summary>How many more tuples are tried where a connection can't be opened.</summary>
    public int Retries => spec.Retries;

    /// <inheritdoc cref="Upstreams.Deadline"/>
    public long? Deadline => Upstreams.Deadline;

    /// <inheritdoc cref="Upstreams.Expire"/>
    public void Expire(long now) => Upstreams.Expire(now);
}
