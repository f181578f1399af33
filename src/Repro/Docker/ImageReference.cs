namespace Repro.Docker;

/// <summary>An image's name in two, as the engine takes it.</summary>
/// <param name="Repository">With the registry, where there is one.</param>
/// <param name="Tag">The tag, or the digest with its algorithm.</param>
internal readonly record struct ImageReference(string Repository, string Tag)
{
    /// <summary>
    /// Splits <c>registry:5000/name:tag</c> or <c>name@sha256:…</c>; without a tag it is <c>latest</c>, where the engine would take all.
    /// </summary>
    public static ImageReference Parse(string reference)
    {
        if (reference.Split('@', 2) is [var name, var digest])
        {
            return new(name, digest);
        }

        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? new(reference[..colon], reference[(colon + 1)..]) : new(reference, "latest");
    }
}
