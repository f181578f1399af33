using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Repro.Cli;

/// <summary>Serves the newest state of a run, and a page that shows it, to this machine alone.</summary>
internal sealed class ProgressServer : IAsyncDisposable
{
    /// <summary>The port, unless told.</summary>
    public const int DefaultPort = 8230;

    private const string Html = "text/html; charset=utf-8";
    private const string Json = "application/json";

    // The page is one file, with its style and script in it.
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // In which a page that is open asks twice, and a browser that has it in the background once.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1.2);

    private static readonly byte[] Page = ReadPage();

    private readonly SmallHttp http;
    private readonly TimeProvider time;
    private byte[]? newest;
    private long? shown;
    private long? asked;

    private ProgressServer(int port, TimeProvider time)
    {
        this.time = time;
        http = new SmallHttp(new IPEndPoint(IPAddress.Loopback, port), Choose, time);
    }

    /// <summary>Where the page is.</summary>
    public string Address => $"http://{http.Endpoint}/";

    /// <summary>Starts to serve.</summary>
    /// <exception cref="ReproException">The port can't be had.</exception>
    public static ProgressServer Start(int port, TimeProvider time)
    {
        try
        {
            return new ProgressServer(port, time);
        }
        catch (SocketException exception)
        {
            throw new ReproException(
                FailureKind.BadInput,
                $"Port {port} of 127.0.0.1 can't be had for the live view: {exception.Message}",
                $"Give another one, like --serve-port {DefaultPort + 1}, or leave it out.");
        }
    }

    /// <summary>Takes the newest state, a line of JSON, in place of the one before.</summary>
    public void Show(string line)
    {
        Volatile.Write(ref newest, Encoding.UTF8.GetBytes(line));
        shown = time.GetTimestamp();
    }

    /// <summary>Ends, once a page that is open has had the time to ask for the newest state.</summary>
    public async ValueTask DisposeAsync()
    {
        var isOpen = asked is { } moment && time.GetElapsedTime(moment) < Look;
        if (isOpen && shown is { } since && Look - time.GetElapsedTime(since) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time);
        }

        http.Dispose();
    }

    private HttpAnswer Choose(string method, string path)
    {
        if (method != HttpMethod.Get.Method)
        {
            return new HttpAnswer(HttpStatusCode.MethodNotAllowed, default, [$"Allow: {HttpMethod.Get.Method}"]);
        }

        switch (path)
        {
            case "/":
                return Answer(Html, Page);
            case "/progress.json":
                asked = time.GetTimestamp();
                return Volatile.Read(ref newest) is { } line ? Answer(Json, line) : new HttpAnswer(HttpStatusCode.NoContent);
            default:
                return new HttpAnswer(HttpStatusCode.NotFound);
        }
    }

    private static HttpAnswer Answer(string type, byte[] body) => new(
        HttpStatusCode.OK,
        body,
        [$"Content-Type: {type}", "Cache-Control: no-store", $"Content-Security-Policy: {Policy}", "X-Content-Type-Options: nosniff"]);

    private static byte[] ReadPage()
    {
        using var page = typeof(ProgressServer).Assembly.GetManifestResourceStream("progress.html")!;
        var bytes = new byte[page.Length];
        page.ReadExactly(bytes);
        return bytes;
    }
}
