using System.Collections.Concurrent;
using System.Globalization;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>Where in its life a request ended.</summary>
internal enum Stage
{
    Open,
    Bind,
    Connect,
    Write,
    Read,
    Http,
}

/// <summary>
/// How a request failed: the stage, and the kernel's error, or what else it was. There is one object per kind, so that counting them
/// costs nothing.
/// </summary>
internal sealed class Outcome
{
    private static readonly ConcurrentDictionary<(Stage, int), Outcome> ByErrno = new();
    private static readonly ConcurrentDictionary<(Stage, string), Outcome> ByCause = new();
    private static readonly ConcurrentDictionary<int, Outcome> ByStatus = new();

    private Outcome(Stage stage, string cause) => Name = $"{stage.ToString().ToLowerInvariant()}/{cause}";

    /// <summary>Stage and cause: <c>connect/EADDRNOTAVAIL</c>, <c>http/502</c>, <c>read/timeout</c>.</summary>
    public string Name { get; }

    public static Outcome Of(Stage stage, int errno) =>
        ByErrno.GetOrAdd((stage, errno), key => Of(key.Item1, Errno.Name(key.Item2)));

    public static Outcome Of(Stage stage, string cause) =>
        ByCause.GetOrAdd((stage, cause), key => new Outcome(key.Item1, key.Item2));

    public static Outcome Timeout(Stage stage) => Of(stage, "timeout");

    /// <summary>The other side closed before the answer was complete.</summary>
    public static Outcome Closed(Stage stage) => Of(stage, "closed");

    /// <summary>What was received is not HTTP/1.1 with a length.</summary>
    public static Outcome Malformed { get; } = Of(Stage.Read, "malformed");

    public static Outcome Status(int status) =>
        ByStatus.GetOrAdd(status, key => Of(Stage.Http, key.ToString(CultureInfo.InvariantCulture)));

    public override string ToString() => Name;
}
