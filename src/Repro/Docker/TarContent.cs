using System.Net.Http.Headers;

namespace Repro.Docker;

/// <summary>An archive as a request's body.</summary>
internal static class TarContent
{
    /// <summary>Sends what the stream has as it is read, in chunks where its length can't be told.</summary>
    public static StreamContent Of(Stream tar) => new(tar) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };
}
