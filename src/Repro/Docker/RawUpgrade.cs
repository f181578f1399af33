using System.Globalization;
using System.Net;
using System.Text;

namespace Repro.Docker;

/// <summary>The request that turns a connection into a stream, and its answer.</summary>
internal static class RawUpgrade
{
    private const int LongestHead = 16 * 1024;
    private const int LongestBody = 64 * 1024;

    /// <summary>Sends the request and reads the answer's head, and not one byte more where it is a success.</summary>
    /// <returns>The status, and the body where the engine refuses.</returns>
    /// <exception cref="IOException">The connection was cut, or carries no HTTP.</exception>
    public static async Task<(HttpStatusCode Status, string Body)> RequestAsync(Stream connection, string path, CancellationToken cancellationToken)
    {
        var request = $"POST {path} HTTP/1.1\r\nHost: {EngineClient.HostHeader}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n";
        await connection.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        await connection.FlushAsync(cancellationToken);
        var head = await ReadHeadAsync(connection, cancellationToken);
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var version, var code, ..]
            || !version.StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, lines[0]);
        }

        var status = (HttpStatusCode)number;
        return (status, status is HttpStatusCode.SwitchingProtocols or HttpStatusCode.OK
            ? ""
            : await ReadBodyAsync(connection, BodyLength(lines), cancellationToken));
    }

    // Byte by byte: what follows the head belongs to somebody else.
    private static async Task<string> ReadHeadAsync(Stream connection, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < LongestHead)
        {
            await connection.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.Length >= 4 && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r')
            {
                return head.ToString();
            }
        }

        throw new HttpRequestException(HttpRequestError.InvalidResponse, "no end of the head");
    }

    // Docker says no length here, and ends the connection after the body. A body in chunks would not end it: nobody sends one here.
    private static int BodyLength(string[] lines)
    {
        if (Header(lines, "Transfer-Encoding:") is not null)
        {
            return 0;
        }

        return int.TryParse(Header(lines, "Content-Length:"), CultureInfo.InvariantCulture, out var length)
            ? Math.Clamp(length, 0, LongestBody)
            : LongestBody;
    }

    private static string? Header(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..];

    private static async Task<string> ReadBodyAsync(Stream connection, int length, CancellationToken cancellationToken)
    {
        var body = new byte[length];
        var read = await connection.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(body, 0, read);
    }
}
