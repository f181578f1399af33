using System.Net;
using System.Net.Sockets;
using System.Text;
using Repro.Watching;

namespace Repro.Cli;

/// <summary>Serves the newest report of a host as metrics.</summary>
internal sealed class WatchServer : IDisposable
{
    private const string Path = "/metrics";

    private readonly SmallHttp http;
    private byte[] newest = [];

    private WatchServer(IPEndPoint endpoint, TimeProvider time) => http = new SmallHttp(endpoint, Choose, time);

    /// <summary>Where the metrics are.</summary>
    public string Address => $"http://{http.Endpoint}{Path}";

    /// <summary>Starts to serve.</summary>
    /// <exception cref="ReproException">The address can't be had.</exception>
    public static WatchServer Start(IPEndPoint endpoint, TimeProvider time)
    {
        try
        {
            return new WatchServer(endpoint, time);
        }
        catch (SocketException exception)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"{endpoint} can't be had for metrics: {exception.Message}",
                "Give another port, or an address of this host.");
        }
    }

    /// <summary>Takes the newest report in place of the one before.</summary>
    public void Show(HostReport report) => Volatile.Write(ref newest, Encoding.UTF8.GetBytes(OpenMetrics.Of(report)));

    public void Dispose() => http.Dispose();

    private HttpAnswer Choose(string method, string path) => (method, path) switch
    {
        ("GET", Path) when Volatile.Read(ref newest).Length == 0 => new HttpAnswer(HttpStatusCode.ServiceUnavailable),
        ("GET", Path) => new HttpAnswer(HttpStatusCode.OK, Volatile.Read(ref newest), [$"Content-Type: {OpenMetrics.MediaType}"]),
        (_, Path) => new HttpAnswer(HttpStatusCode.MethodNotAllowed, default, ["Allow: GET"]),
        _ => new HttpAnswer(HttpStatusCode.NotFound),
    };
}
