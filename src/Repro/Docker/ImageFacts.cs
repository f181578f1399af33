namespace Repro.Docker;

/// <summary>An image that is there.</summary>
/// <param name="Id">Its id, with the algorithm: <c>sha256:…</c></param>
/// <param name="Labels">All of them.</param>
/// <param name="Created">When; null where the image does not say.</param>
/// <param name="Size">Bytes of all its layers.</param>
internal sealed record ImageFacts(string Id, IReadOnlyDictionary<string, string> Labels, DateTimeOffset? Created, long Size);
