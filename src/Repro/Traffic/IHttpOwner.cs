namespace Repro.Traffic;

/// <summary>
/// Is told what becomes of a connection. After Ended or Failed the connection is closed, unless it stays open at its end.
/// </summary>
internal interface IHttpOwner
{
    /// <summary>The handshake is done.</summary>
    void Connected(HttpConnection connection);

    /// <summary>A whole message has come; it is gone when the call returns.</summary>
    void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message);

    /// <summary>The other side closed between messages.</summary>
    void Ended(HttpConnection connection);

    /// <summary>The connection failed, in the stage that the outcome names.</summary>
    void Failed(HttpConnection connection, Outcome outcome);

    /// <summary>
    /// The connection is closed, by whichever side and whatever for; said once of each, before Ended or Failed. From the next turn of the
    /// loop on it may be used for another.
    /// </summary>
    void Closed(HttpConnection connection);
}
