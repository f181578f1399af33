using Repro.Docker;

namespace Repro.Images;

/// <summary>An image upon a base image of a registry, built by the engine.</summary>
internal static class RegistryWay
{
    /// <summary>Makes it.</summary>
    /// <exception cref="NoWayException">No registry is reached, or there is no publish to be had.</exception>
    public static async Task<LabImage> MakeAsync(ImageOrder order, CancellationToken cancellationToken)
    {
        var from = order.Base ?? order.Kind.DefaultBase;
        using var publish = order.Kind == ImageKind.Repro ? Publish.Find(order.Architecture) : null;
        var because = await PullAsync(order, from, cancellationToken);
        var archive = new Archive();
        var version = publish is null ? ImageReference.Parse(from).Tag : ProgramFiles.Version;
        archive.AddText("Dockerfile", $"{order.Kind.Dockerfile}{order.Labels(ImageWay.Registry, from, version)}\n");
        if (publish is not null)
        {
            foreach (var file in (await publish.MakeAsync(order.Say, cancellationToken)).OfNode)
            {
                archive.AddFile($"publish/{Path.GetFileName(file)}", file);
            }
        }

        order.Say($"{order.Kind.Name}: building upon {from}");
        await using var context = await archive.PackAsync(cancellationToken);
        await order.Engine.Images.BuildAsync(context, order.Reference, new Dictionary<string, string> { ["BASE"] = from }, cancellationToken);
        return new LabImage(order.Kind.Name, order.Reference, ImageWay.Registry, from, version, because);
    }

    private static async Task<string> PullAsync(ImageOrder order, string image, CancellationToken cancellationToken)
    {
        if (await order.Engine.Images.InspectAsync(image, cancellationToken) is not null)
        {
            return $"{image} is here already";
        }

        order.Say($"{order.Kind.Name}: pulling {image}");
        using var patience = new CancellationTokenSource(order.FirstAnswer, order.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await order.Engine.Images.PullAsync(image, limit.Token, () => patience.CancelAfter(order.Standstill));
            return $"{image} was pulled";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotPulled(image, "its registry does not answer");
        }
        catch (EngineException exception)
        {
            // Which call it was, and where, goes without saying.
            throw NotPulled(image, exception.Message.Split($"{order.Engine.Where}: ", 2)[^1].TrimEnd('.'));
        }
    }

    private static NoWayException NotPulled(string image, string cause) => new(
        $"{image} could not be pulled: {cause}",
        "Make sure that the engine reaches the registry, or name an image that it has or can reach with --base.");
}
