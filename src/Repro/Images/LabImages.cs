using System.Security.Cryptography;
using System.Text;
using Repro.Docker;

namespace Repro.Images;

/// <summary>The images of the lab in containers: upon a base image where a registry is reached, else of this machine's own files.</summary>
public static class LabImages
{
    private const int FingerprintLength = 12;
    private const int Conflict = 409;

    /// <summary>What images there are, the first being the one that every lab needs.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ImageKind.All.Select(kind => kind.Name)];

    /// <summary>Makes images anew, on the engine that the environment names.</summary>
    /// <param name="names">The names of the images to make.</param>
    /// <param name="baseImage">The image to build upon; null for the usual one.</param>
    /// <param name="offline">Whether to ask no registry.</param>
    /// <param name="say">Takes what goes on, a line at a time.</param>
    /// <param name="cancellationToken">Cancels the making; images that are ready stay.</param>
    /// <exception cref="ReproException">A name is none of <see cref="Names"/>, there is no engine, or there is no way.</exception>
    public static async Task<IReadOnlyList<LabImage>> MakeAsync(
        IReadOnlyList<string> names, string? baseImage, bool offline, Action<string> say, CancellationToken cancellationToken)
    {
        var kinds = names.Select(ImageKind.Parse).Distinct().ToList();
        using var engine = await Engine.ConnectAsync(cancellationToken);
        var made = new List<LabImage>();
        foreach (var kind in kinds)
        {
            made.Add(await MakeAsync(engine, kind, baseImage, offline, say, cancellationToken));
        }

        return made;
    }

    /// <summary>The image for this program, made if the engine doesn't have it.</summary>
    /// <param name="engine">Where it is to be.</param>
    /// <param name="kind">What the image is around.</param>
    /// <param name="say">Takes what goes on, a line at a time; nothing where the image is there.</param>
    /// <param name="cancellationToken">Cancels the making; the engine has no new image then.</param>
    /// <returns>Its reference.</returns>
    /// <exception cref="ReproException">The engine failed, or there is no way.</exception>
    internal static async Task<string> EnsureAsync(Engine engine, ImageKind kind, Action<string> say, CancellationToken cancellationToken)
    {
        var reference = await ReferenceAsync(kind, cancellationToken);
        return await engine.Images.InspectAsync(reference, cancellationToken) is null
            ? (await MakeAsync(engine, kind, null, offline: false, say, cancellationToken)).Reference
            : reference;
    }

    /// <summary>The version of what an image is around, as its label has it.</summary>
    internal static async Task<string> VersionAsync(Engine engine, string reference, CancellationToken cancellationToken) =>
        (await engine.Images.InspectAsync(reference, cancellationToken))?.Labels.GetValueOrDefault("repro.version") ?? "?";

    /// <summary>Makes an image anew. The one that it replaces goes, unless a container has it.</summary>
    internal static async Task<LabImage> MakeAsync(
        Engine engine, ImageKind kind, string? baseImage, bool offline, Action<string> say, CancellationToken cancellationToken)
    {
        var reference = await ReferenceAsync(kind, cancellationToken);
        var replaced = await engine.Images.InspectAsync(reference, cancellationToken);
        LabImage made;
        try
        {
            made = await MakeAsync(new ImageBuild(engine, kind, reference, baseImage, say), offline, cancellationToken);
        }
        catch (ImageUnavailableException exception)
        {
            throw new ReproException(
                FailureKind.NoLab, $"There is no way to an image of {kind.Name} here: {exception.Message}.", exception.Remedy);
        }

        var facts = await engine.Images.InspectAsync(reference, cancellationToken)
            ?? throw new InvalidOperationException($"{reference} was made and is not there");
        await engine.Images.TagAsync(reference, $"{kind.Repository}:latest", cancellationToken);
        if (replaced is not null && replaced.Id != facts.Id)
        {
            await ForgetAsync(engine, replaced.Id, cancellationToken);
        }

        return made with { Bytes = facts.Size };
    }

    /// <summary>A tag.</summary>
    /// <param name="identity">All that an image must not differ in.</param>
    internal static string Fingerprint(IEnumerable<string> identity) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', identity))))[..FingerprintLength];

    /// <summary>
    /// The name of the image for this program: another for another build of it, another recipe, or another version of a proxy on this
    /// machine.
    /// </summary>
    internal static async Task<string> ReferenceAsync(ImageKind kind, CancellationToken cancellationToken)
    {
        IEnumerable<string> identity = kind.Proxy is { } proxy
            ? [kind.Dockerfile, (await proxy.FindAsync(cancellationToken))?.Version ?? ""]
            : ProgramFiles.Running.Identity;
        return $"{kind.Repository}:{Fingerprint(identity)}";
    }

    private static async Task<LabImage> MakeAsync(ImageBuild build, bool offline, CancellationToken cancellationToken)
    {
        if (offline)
        {
            return await LocalImageBuilder.MakeAsync(build, "no registry was to be asked (--offline)", cancellationToken);
        }

        try
        {
            return await RegistryImageBuilder.MakeAsync(build, cancellationToken);
        }
        catch (ImageUnavailableException registry) when (build.Base is null)
        {
            build.Say($"{build.Kind.Name}: {registry.Message}; making the image of this machine's own files");
            try
            {
                return await LocalImageBuilder.MakeAsync(build, registry.Message, cancellationToken);
            }
            catch (ImageUnavailableException machine)
            {
                throw new ImageUnavailableException(
                    $"{registry.Message}, and {machine.Message}", $"{registry.Remedy} Or: {machine.Remedy}");
            }
        }
    }

    private static async Task ForgetAsync(Engine engine, string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Images.RemoveAsync(id, cancellationToken);
        }
        catch (EngineException exception) when (exception.Status == Conflict)
        {
            // A container has it, or it has another name.
        }
    }
}
