using System.Net;
using Docker.DotNet.Models;

namespace Repro.Docker;

/// <summary>
/// The images of an engine, by reference (<c>name:tag</c>, <c>name@sha256:…</c>) or id. All calls fail with an
/// <see cref="EngineException"/>; those that pull, import and build have no limit of time.
/// </summary>
internal sealed class Images(EngineClient client)
{
    /// <summary>What is known of an image; null where there is none.</summary>
    public async Task<ImageFacts?> InspectAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.AskAsync((api, token) => api.Images.InspectImageAsync(reference, token), cancellationToken);
            return new ImageFacts(answer.ID, (answer.Config?.Labels ?? new Dictionary<string, string>()).AsReadOnly(), answer.Size);
        }
        catch (EngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Fetches an image that anybody may have from its registry.</summary>
    /// <param name="reference">The name and tag of the image.</param>
    /// <param name="cancellationToken">Cancels the pull; layers that have come stay with the engine.</param>
    /// <param name="progressed">Called whenever the pull gets on: before the first time, the registry may be out of reach.</param>
    public Task PullAsync(string reference, CancellationToken cancellationToken, Action? progressed = null)
    {
        var (repository, tag) = ImageReference.Parse(reference);
        var wanted = new ImagesCreateParameters { FromImage = repository, Tag = tag };
        return client.RunAsync(
            (api, token) => api.Images.CreateImageAsync(wanted, null, new Progress(progressed), token),
            cancellationToken,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Makes an image of one layer.</summary>
    /// <param name="tar">The layer, sent as it is read.</param>
    /// <param name="reference">Its name; what had it loses it.</param>
    /// <param name="changes">Instructions of a Dockerfile: <c>LABEL a=b</c>, <c>CMD ["x"]</c>.</param>
    /// <param name="cancellationToken">Cancels the import; the engine has no new image then.</param>
    public Task ImportAsync(Stream tar, string reference, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        var (repository, tag) = ImageReference.Parse(reference);
        // Podman 4.3 does not look at the parameter tag.
        var wanted = new ImagesCreateParameters { Repo = $"{repository}:{tag}", Changes = [.. changes] };
        return client.RunAsync(
            (api, token) => api.Images.CreateImageAsync(wanted, tar, null, new Progress(), token),
            cancellationToken,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Builds an image from a context with a Dockerfile at its root.</summary>
    /// <param name="contextTar">The context, sent as it is read.</param>
    /// <param name="reference">The image's name; what had it loses it.</param>
    /// <param name="buildArguments">Values of the Dockerfile's ARGs.</param>
    /// <param name="cancellationToken">Cancels the build; the engine has no new image then.</param>
    public Task BuildAsync(
        Stream contextTar, string reference, IReadOnlyDictionary<string, string> buildArguments, CancellationToken cancellationToken)
    {
        var wanted =
            new ImageBuildParameters { Tags = [reference], Remove = true, ForceRemove = true, BuildArgs = buildArguments.ToDictionary() };
        return client.RunAsync(
            (api, token) => api.Images.BuildImageFromDockerfileAsync(wanted, contextTar, null, null, new Progress(), token),
            cancellationToken,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives an image another name.</summary>
    public Task TagAsync(string reference, string newReference, CancellationToken cancellationToken)
    {
        var (repository, tag) = ImageReference.Parse(newReference);
        var name = new ImageTagParameters { RepositoryName = repository, Tag = tag };
        return client.RunAsync((api, token) => api.Images.TagImageAsync(reference, name, token), cancellationToken);
    }

    /// <summary>Takes a name from an image, and the image with its last name; one that is gone already is as good.</summary>
    public Task RemoveAsync(string reference, CancellationToken cancellationToken) => EngineClient.UnlessGoneAsync(
        client.RunAsync((api, token) => api.Images.DeleteImageAsync(reference, new ImageDeleteParameters(), token), cancellationToken));

    // The answer is 200 as soon as work begins; whether it ended well is in the messages that follow.
    private sealed class Progress(Action? progressed = null) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value)
        {
            progressed?.Invoke();
            if (value?.Error is { } error)
            {
                throw EngineFault.OfProgress(error.Message ?? "it gave no reason");
            }
        }
    }
}

/// <summary>An image that is there.</summary>
/// <param name="Id">Its id, with the algorithm: <c>sha256:…</c></param>
/// <param name="Labels">All of them.</param>
/// <param name="Size">Bytes of all its layers.</param>
internal sealed record ImageFacts(string Id, IReadOnlyDictionary<string, string> Labels, long Size);
