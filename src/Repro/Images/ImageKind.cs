using Repro.Proxies;

namespace Repro.Images;

/// <summary>A kind of image that a lab of containers needs.</summary>
/// <param name="Name">As the user calls it, and the program that the image is around.</param>
/// <param name="Repository">The image's name without its tag.</param>
/// <param name="Dockerfile">How it is built upon a base image, which it names as the default of its ARG BASE.</param>
internal sealed record ImageKind(string Name, string Repository, string Dockerfile)
{
    private const string BaseArgument = "ARG BASE=";

    public static ImageKind Repro { get; } = new("repro", "repro-lab", ReproDockerfile());

    public static IReadOnlyList<ImageKind> All { get; } = [Repro, .. ProxyKinds.Programs.Select(Of)];

    /// <summary>The proxy that it is around; null for the image of this program.</summary>
    public IProxyProgram? Proxy { get; private init; }

    /// <summary>The base that is pulled unless the user names another.</summary>
    public string DefaultBase => Lines.First(line => line.StartsWith(BaseArgument, StringComparison.Ordinal))[BaseArgument.Length..];

    /// <summary>What the Dockerfile says of how to run the image, for an image that is made without one.</summary>
    public IReadOnlyList<string> Settings =>
        [.. Lines.Where(line => line.Split(' ')[0] is "ENV" or "LABEL" or "USER" or "WORKDIR" or "ENTRYPOINT")];

    private string[] Lines => Dockerfile.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Finds a kind by its name.</summary>
    /// <exception cref="ReproException">There is none of this name.</exception>
    public static ImageKind Parse(string name) => All.FirstOrDefault(kind => kind.Name == name) ?? throw new ReproException(
        FailureKind.BadInput, $"There is no image '{name}'.", $"The images are: {string.Join(", ", All.Select(kind => kind.Name))}.");

    /// <summary>The kind that is around a proxy.</summary>
    public static ImageKind Of(IProxyProgram proxy) => new(proxy.Name, $"repro-lab-{proxy.Name}", $"""
        ARG BASE={proxy.BaseImage}
        FROM $BASE
        LABEL repro.image=1
        USER 65534:65534
        WORKDIR /
        ENTRYPOINT ["{proxy.Name}"]

        """) { Proxy = proxy };

    private static string ReproDockerfile()
    {
        using var resource = typeof(ImageKind).Assembly.GetManifestResourceStream("Dockerfile")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
