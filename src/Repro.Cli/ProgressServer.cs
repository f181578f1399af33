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

    private readonly HttpListener listener;
    private readonly TimeProvider time;
    private byte[]? newest;
    private long? shown;
    private long? asked;

    private ProgressServer(HttpListener listener, string address, TimeProvider time)
    {
        this.listener = listener;
        this.time = time;
        Address = address;
        _ = ServeAsync();
    }

    /// <summary>Where the page is.</summary>
    public string Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="ReproException">The port can't be had.</exception>
    public static ProgressServer Start(int port, TimeProvider time)
    {
        var address = $"http://127.0.0.1:{port}/";
        var socket = new HttpListener { Prefixes = { address } };
        try
        {
            socket.Start();
        }
        catch (Exception exception) when (exception is HttpListenerException or SocketException)
        {
            socket.Close();
            throw new ReproException(
                FailureKind.BadInput,
                $"Port {port} of 127.0.0.1 can't be had for the live view: {exception.Message}",
                $"Give another one, like --serve-port {DefaultPort + 1}, or leave it out.");
        }

        return new ProgressServer(socket, address, time);
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

        listener.Abort();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var (status, type, body) = Choose(context.Request);
            var response = context.Response;
            response.StatusCode = (int)status;
            response.ContentType = type;
            response.ContentLength64 = body.Length;
            response.Headers["Cache-Control"] = "no-store";
            response.Headers["Content-Security-Policy"] = Policy;
            response.Headers["X-Content-Type-Options"] = "nosniff";
            if (status == HttpStatusCode.MethodNotAllowed)
            {
                response.Headers["Allow"] = HttpMethod.Get.Method;
            }

            await response.OutputStream.WriteAsync(body);
            response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The reader has gone, or the program ends.
            context.Response.Abort();
        }
    }

    private (HttpStatusCode Status, string? Type, byte[] Body) Choose(HttpListenerRequest request)
    {
        if (request.HttpMethod != HttpMethod.Get.Method)
        {
            return (HttpStatusCode.MethodNotAllowed, null, []);
        }

        switch (request.Url?.AbsolutePath)
        {
            case "/":
                return (HttpStatusCode.OK, Html, Page);
            case "/progress.json":
                asked = time.GetTimestamp();
                return Volatile.Read(ref newest) is { } line ? (HttpStatusCode.OK, Json, line) : (HttpStatusCode.NoContent, null, []);
            default:
                return (HttpStatusCode.NotFound, null, []);
        }
    }

    private static byte[] ReadPage()
    {
        using var page = typeof(ProgressServer).Assembly.GetManifestResourceStream("progress.html")!;
        var bytes = new byte[page.Length];
        page.ReadExactly(bytes);
        return bytes;
    }
}
