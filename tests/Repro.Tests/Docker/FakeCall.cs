using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Repro.Tests.Docker;

/// <summary>A request to the fake, and the way to answer it.</summary>
internal sealed class FakeCall(NetworkStream connection, string method, string target, string head, byte[] body, CancellationToken stop)
{
    /// <summary>Method and path, without version and query.</summary>
    public string Name { get; } = $"{method} {PathOf(target)}";

    public string Target { get; } = target;

    public string Head { get; } = head;

    public byte[] Body { get; } = body;

    public string Text => Encoding.UTF8.GetString(Body);

    public NetworkStream Connection { get; } = connection;

    /// <summary>Whether the connection ends with the answer.</summary>
    public bool Cut { get; private set; }

    public string? Query(string key) => Target.Split('?', 2) is [_, var query]
        ? query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair[0] == key)
            .Select(pair => Uri.UnescapeDataString(pair[1])).FirstOrDefault()
        : null;

    public Task AnswerAsync(int status, string json) => SendAsync(
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await Connection.WriteAsync(bytes, stop);

    /// <summary>Sends this and ends the connection.</summary>
    public async Task CutAfterAsync(string text)
    {
        Cut = true;
        await SendAsync(text);
    }

    /// <summary>Never ends by itself.</summary>
    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);

    public static async Task<FakeCall?> ReadAsync(NetworkStream connection, bool continues, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await connection.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var text = head.ToString();
        var request = text.Split("\r\n")[0].Split(' ');
        if (text.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase))
        {
            if (!continues)
            {
                return new FakeCall(connection, request[0], request[1], text, [], stop);
            }

            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stop);
        }

        return new FakeCall(connection, request[0], request[1], text, await BodyAsync(connection, text, stop), stop);
    }

    private static async Task<byte[]> BodyAsync(NetworkStream connection, string head, CancellationToken stop)
    {
        if (!head.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            var line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            var body = new byte[line is null ? 0 : int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture)];
            await connection.ReadExactlyAsync(body, stop);
            return body;
        }

        var chunks = new MemoryStream();
        while (true)
        {
            var size = "";
            var one = new byte[1];
            while (!size.EndsWith("\r\n", StringComparison.Ordinal))
            {
                await connection.ReadExactlyAsync(one, stop);
                size += (char)one[0];
            }

            var chunk = new byte[Convert.ToInt32(size.Trim(), 16) + 2];
            await connection.ReadExactlyAsync(chunk, stop);
            if (chunk.Length == 2)
            {
                return chunks.ToArray();
            }

            chunks.Write(chunk.AsSpan(0, chunk.Length - 2));
        }
    }

    private static string PathOf(string target)
    {
        var path = target.Split('?')[0];
        return path.StartsWith("/v1.", StringComparison.Ordinal) ? path[path.IndexOf('/', 1)..] : path;
    }
}
