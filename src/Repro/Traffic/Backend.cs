using System.Text;

namespace Repro.Traffic;

/// <summary>What a backend does with a connection after its answer.</summary>
internal enum AnswerEnd
{
    /// <summary>It closes where the request asked for it.</summary>
    AsAsked,

    /// <summary>It waits for the other side to close.</summary>
    Waits,

    /// <summary>It closes.</summary>
    Closes,
}

/// <summary>What a backend does.</summary>
/// <param name="Listen">Where it listens.</param>
/// <param name="ResponseBytes">Size of an answer's body.</param>
internal sealed record BackendSpec(IReadOnlyList<Endpoint> Listen, int ResponseBytes)
{
    /// <summary>How long it takes for an answer.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>Whether it closes a connection after its answer.</summary>
    public AnswerEnd Closes { get; init; }

    /// <summary>
    /// How long after the other side has closed it closes its own, once it has answered: until then its socket stays in CLOSE_WAIT.
    /// </summary>
    public double FinDelaySeconds { get; init; }

    /// <summary>After how long without a request it closes a connection; 0: never.</summary>
    public double IdleSeconds { get; init; }
}

/// <summary>
/// Answers each request, then closes where the request asked for it, or waits for the other side to close: whoever closes first keeps the
/// TIME_WAIT.
/// </summary>
internal sealed class Backend : IRole, IHttpOwner
{
    private readonly EventLoop loop = new();
    private readonly List<Listener> listeners = [];
    private readonly byte[] response;
    private readonly byte[] lastResponse;
    private readonly BackendSpec spec;
    private readonly Deadlines<HttpConnection> answers;
    private readonly Deadlines<HttpConnection> closes;
    private readonly IdlePool<HttpConnection> idle;
    private readonly Pool<HttpConnection> connections;

    public Backend(BackendSpec spec)
    {
        this.spec = spec;
        answers = new Deadlines<HttpConnection>(
            spec.DelaySeconds, (connection, generation) => connection.Generation != generation || connection.HasEnded);
        closes = new Deadlines<HttpConnection>(spec.FinDelaySeconds, (connection, generation) => connection.Generation != generation);
        idle = new IdlePool<HttpConnection>(spec.IdleSeconds > 0 ? int.MaxValue : 0, spec.IdleSeconds);
        connections = new Pool<HttpConnection>(() => new HttpConnection(loop, this));
        (response, lastResponse) = (Response(""), Response("Connection: close\r\n"));
        Listen();
    }

    public void Run()
    {
        Action<HttpConnection> answer = Answer;
        loop.Run(now =>
        {
            connections.Turn();
            listeners.ForEach(listener => listener.Retry());
            answers.Expire(now, answer);
            closes.Expire(now, connection => connection.Close());
            idle.Expire(now, connection => connection.Close());
            return Earliest.Of(Earliest.Of(answers.Next, closes.Next), idle.Next);
        });
    }

    public void Start(long nanoseconds)
    {
    }

    public void Stop() => loop.Stop();

    public void Connected(HttpConnection connection)
    {
    }

    public void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message)
    {
        // Not from the start: ports that are filled before the load, by connections without a request, are to be in TIME_WAIT when it
        // begins.
        connection.StaysOpenAtEnd = spec.FinDelaySeconds > 0;
        connection.IsAskedToClose = head.AsksToClose;
        idle.Remove(connection);
        if (spec.DelaySeconds > 0)
        {
            answers.Add(EventLoop.Now, connection, connection.Generation);
        }
        else
        {
            Answer(connection);
        }
    }

    public void Ended(HttpConnection connection)
    {
        if (connection.IsOpen)
        {
            idle.Remove(connection);
            closes.Add(EventLoop.Now, connection, connection.Generation);
        }
    }

    public void Failed(HttpConnection connection, Outcome outcome)
    {
    }

    public void Closed(HttpConnection connection)
    {
        idle.Remove(connection);
        connections.Return(connection);
    }

    /// <summary>
    /// Ends as a program does that is killed (false): nobody listens, and the kernel closes its connections; or is started again. Any
    /// thread but the loop's; returns once that is so.
    /// </summary>
    /// <returns>Why it can't listen again; null where it can.</returns>
    public string? Serve(bool serves)
    {
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            try
            {
                (serves ? Listen : (Action)End)();
                done.SetResult(null);
            }
            catch (IOException exception)
            {
                done.SetResult(exception.Message);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        listeners.ForEach(listener => listener.Dispose());
        loop.Dispose();
    }

    private void Listen() => listeners.AddRange(spec.Listen.Select(endpoint => new Listener(loop, endpoint, Accepted, _ => { })));

    private void End()
    {
        listeners.ForEach(listener => listener.Dispose());
        listeners.Clear();
        loop.CloseAll();
    }

    private void Answer(HttpConnection connection)
    {
        var isLast = spec.Closes == AnswerEnd.Closes || (spec.Closes == AnswerEnd.AsAsked && connection.IsAskedToClose);
        connection.Send(isLast ? lastResponse : response, isLast);
        if (!isLast && connection.IsOpen)
        {
            idle.TryAdd(EventLoop.Now, connection);
        }
    }

    private byte[] Response(string header) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{header}Content-Length: "
        + $"{spec.ResponseBytes}\r\n\r\n{new string('x', spec.ResponseBytes)}");

    private void Accepted(int descriptor) => connections.Take().Adopt(descriptor);
}
