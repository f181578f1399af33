namespace Repro.Images;

/// <summary>An image that was made.</summary>
/// <param name="Name">Of its kind: <c>repro</c>, or a proxy's name.</param>
/// <param name="Reference">Its name and tag. The tag says what it was made for; the tag <c>latest</c> is the same image.</param>
/// <param name="Way">How it was made.</param>
/// <param name="From">What it was made from: a base image, or files of this machine.</param>
/// <param name="Version">Of the program in it: of a base image, its tag.</param>
/// <param name="Because">Why this way, as a clause.</param>
public sealed record LabImage(string Name, string Reference, ImageSource Way, string From, string Version, string Because)
{
    /// <summary>Its size.</summary>
    public long Bytes { get; init; }
}

/// <summary>A way to an image.</summary>
public enum ImageSource
{
    /// <summary>Built upon a base image of a registry.</summary>
    Registry,

    /// <summary>Made of files of this machine.</summary>
    Machine,
}
