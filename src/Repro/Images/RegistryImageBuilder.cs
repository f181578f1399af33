using Repro.Docker;

namespace Repro.Images;

/// <summary>An image upon a base image of a registry, built by the engine.</summary>
internal static class RegistryImageBuilder
{
    /// <summary>Pulls the base image, and has the engine build upon it.</summary>
    /// <exception cref="ImageUnavailableException">No registry is reached, or there is no publish to be had.</exception>
    public static async Task<LabImage> MakeAsync(ImageBuild build, CancellationToken cancellationToken)
    {
        var from = build.Base ?? build.Kind.DefaultBase;
        using var publish = build.Kind == ImageKind.Repro ? Publish.Find(build.Architecture) : null;
        var because = await PullAsync(build, from, cancellationToken);
        var archive = new Archive();
        var version = publish is null ? ImageReference.Parse(from).Tag : ProgramFiles.Version;
        archive.AddText("Dockerfile", $"{build.Kind.Dockerfile}{build.Labels(ImageSource.Registry, from, version)}\n");
        if (publish is not null)
        {
            foreach (var file in (await publish.MakeAsync(build.Say, cancellationToken)).OfNode)
            {
                archive.AddFile($"publish/{Path.GetFileName(file)}", file);
            }
        }

        build.Say($"{build.Kind.Name}: building upon {from}");
        await using var context = await archive.PackAsync(cancellationToken);
        await build.Engine.Images.BuildAsync(
            context, build.Reference, new Dictionary<string, string> { ["BASE"] = from }, cancellationToken);
        return new LabImage(build.Kind.Name, build.Reference, ImageSource.Registry, from, version, because);
    }

    private static async Task<string> PullAsync(ImageBuild build, string image, CancellationToken cancellationToken)
    {
        if (await build.Engine.Images.InspectAsync(image, cancellationToken) is not null)
        {
            return $"{image} is here already";
        }

        build.Say($"{build.Kind.Name}: pulling {image}");
        using var patience = new CancellationTokenSource(build.FirstAnswer, build.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await build.Engine.Images.PullAsync(image, limit.Token, () => patience.CancelAfter(build.Standstill));
            return $"{image} was pulled";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotPulled(image, "its registry does not answer");
        }
        catch (EngineException exception)
        {
            // Which call it was, and where, goes without saying.
            throw NotPulled(image, exception.Message.Split($"{build.Engine.Where}: ", 2)[^1].TrimEnd('.'));
        }
    }

    private static ImageUnavailableException NotPulled(string image, string cause) => new(
        $"{image} could not be pulled: {cause}",
        "Make sure that the engine reaches the registry, or name an image that it has or can reach with --base.");
}
