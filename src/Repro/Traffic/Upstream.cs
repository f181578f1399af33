namespace Repro.Traffic;

/// <summary>Has a request, and is told what became of it.</summary>
internal interface IRequester
{
    /// <summary>The request, whole.</summary>
    ReadOnlySpan<byte> Request { get; }

    /// <summary>The answer has come; it is gone when the call returns.</summary>
    void Answered(HttpHead head, ReadOnlySpan<byte> answer);

    /// <summary>
    /// No answer will come. <paramref name="isStale"/>: of a connection that had answered before not one byte came back, as when the
    /// backend closed it while the request was on its way. What no backend has begun to answer may be asked again (RFC 9112, 9.3.1).
    /// </summary>
    void Lost(Outcome outcome, bool isStale);
}

/// <summary>A connection that this host opens, and whose request it carries, if any. Once it is closed it is used for another.</summary>
internal sealed class Upstream : IHttpOwner
{
    private readonly Upstreams home;
    private readonly HttpConnection connection;
    private LocalEnd? local;
    private Endpoint? target;
    private IRequester? requester;

    public Upstream(Upstreams home, EventLoop loop)
    {
        this.home = home;
        connection = new HttpConnection(loop, this);
    }

    /// <summary>The other end's <c>address:port</c>.</summary>
    public string Target => target!.Name;

    /// <summary>Tells its uses apart.</summary>
    public int Generation => connection.Generation;

    /// <summary>Requests answered on it.</summary>
    public int Answers { get; private set; }

    /// <summary>Whether the handshake was ever done.</summary>
    public bool IsConnected { get; private set; }

    public bool IsOpen => connection.IsOpen;

    /// <summary>Lets it go another way from now on.</summary>
    public void Lead(LocalEnd local, Endpoint target)
    {
        (this.local, this.target) = (local, target);
        (requester, Answers, IsConnected) = (null, 0, false);
    }

    /// <summary>Opens the connection for its first request.</summary>
    /// <inheritdoc cref="HttpConnection.Connect"/>
    public Outcome? Connect(IRequester first, out long connectNanoseconds)
    {
        requester = first;
        var refused = connection.Connect(local, target!, out connectNanoseconds);
        if (refused is not null)
        {
            home.Reuse(this);
        }
        else
        {
            connection.StaysOpenAtEnd = home.Leaks;
        }

        return refused;
    }

    /// <summary>Carries one more request. It may be lost before this returns.</summary>
    public void Carry(IRequester another)
    {
        requester = another;
        connection.Send(another.Request);
    }

    /// <summary>Closes the connection; nobody is told.</summary>
    public void Close()
    {
        requester = null;
        connection.Close();
    }

    public void Connected(HttpConnection connection)
    {
        IsConnected = true;
        connection.Send(requester!.Request);
    }

    public void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message)
    {
        if (requester is not { } asker)
        {
            // Nobody asked: what else might come on it is nobody's answer either.
            Close();
            home.Forget(this);
            return;
        }

        requester = null;
        Answers++;
        home.Release(this, isLast: head.AsksToClose);
        asker.Answered(head, message);
    }

    public void Ended(HttpConnection connection) => Lost(Outcome.Closed(Stage.Read));

    public void Failed(HttpConnection connection, Outcome outcome) => Lost(outcome);

    public void Closed(HttpConnection connection) => home.Reuse(this);

    private void Lost(Outcome outcome)
    {
        if (requester is { } asker)
        {
            requester = null;
            asker.Lost(outcome, Answers > 0 && !connection.IsInMessage);
        }
        else
        {
            home.Forget(this);
        }
    }
}
