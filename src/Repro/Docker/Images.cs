using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Repro.Docker;

/// <summary>
/// The images of an engine, by reference (<c>name:tag</c>, <c>name@sha256:…</c>) or id. All calls fail with an <see cref="EngineException"/>;
/// those that pull, import and build have no limit of time.
/// </summary>
internal sealed class Images(EngineClient client)
{
    /// <summary>What is known of an image; null where there is none.</summary>
    public async Task<ImageFacts?> InspectAsync(string reference, CancellationToken cancellationToken)
    {
        var answer = await client.FindAsync(ApiPath.Of("images", reference, "/json"), EngineJson.Default.ImageAnswer, cancellationToken);
        return answer is null ? null : new ImageFacts(answer.Id, LabelsOf(answer.Config?.Labels), Time(answer.Created), answer.Size);
    }

    /// <summary>Fetches an image that anybody may have from its registry.</summary>
    /// <param name="reference">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="progressed">Called whenever the pull gets on: before the first time, the registry may be out of reach.</param>
    public Task PullAsync(string reference, CancellationToken cancellationToken, Action? progressed = null)
    {
        var (repository, tag) = ImageReference.Parse(reference);
        return CreateAsync(ApiPath.Query("/images/create", ("fromImage", repository), ("tag", tag)), null, cancellationToken, progressed);
    }

    /// <summary>Makes an image of one layer.</summary>
    /// <param name="tar">The layer, sent as it is read.</param>
    /// <param name="reference">Its name; what had it loses it.</param>
    /// <param name="changes">Instructions of a Dockerfile: <c>LABEL a=b</c>, <c>CMD ["x"]</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ImportAsync(Stream tar, string reference, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        var (repository, tag) = ImageReference.Parse(reference);
        // Podman 4.3 does not look at the parameter tag.
        var path = ApiPath.Query(
            "/images/create",
            [("fromSrc", "-"), ("repo", $"{repository}:{tag}"), .. changes.Select(change => ("changes", (string?)change))]);
        return CreateAsync(path, TarContent.Of(tar), cancellationToken);
    }

    /// <summary>Builds an image from a context with a Dockerfile at its root.</summary>
    /// <param name="contextTar">The context, sent as it is read.</param>
    /// <param name="reference">The image's name; what had it loses it.</param>
    /// <param name="buildArguments">Values of the Dockerfile's ARGs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task BuildAsync(
        Stream contextTar, string reference, IReadOnlyDictionary<string, string> buildArguments, CancellationToken cancellationToken)
    {
        var arguments = JsonSerializer.Serialize(buildArguments, EngineJson.Default.BuildArguments);
        return CreateAsync(
            ApiPath.Query("/build", ("t", reference), ("rm", "1"), ("forcerm", "1"), ("buildargs", arguments)),
            TarContent.Of(contextTar),
            cancellationToken);
    }

    /// <summary>Gives an image another name.</summary>
    public Task TagAsync(string reference, string newReference, CancellationToken cancellationToken)
    {
        var (repository, tag) = ImageReference.Parse(newReference);
        var path = ApiPath.Query(ApiPath.Of("images", reference, "/tag"), ("repo", repository), ("tag", tag));
        return client.RunAsync(HttpMethod.Post, path, null, cancellationToken);
    }

    /// <summary>Takes a name from an image, and the image with its last name; one that is gone already is as good.</summary>
    public async Task RemoveAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await client.RunAsync(HttpMethod.Delete, ApiPath.Of("images", reference), null, cancellationToken);
        }
        catch (EngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // What was asked for.
        }
    }

    /// <summary>The images that have all of these labels.</summary>
    /// <param name="labels">Each <c>key</c> or <c>key=value</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ImageFacts>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var path = ApiPath.Query("/images/json", ("filters", ApiPath.LabelFilter(labels)));
        var rows = await client.GetAsync(path, EngineJson.Default.ListImageRow, cancellationToken);
        return [.. rows.Select(row => new ImageFacts(row.Id, LabelsOf(row.Labels), DateTimeOffset.FromUnixTimeSeconds(row.Created), row.Size))];
    }

    // The answer is 200 as soon as work begins; whether it ended well is in the JSON that follows.
    private Task<bool> CreateAsync(
        string path, HttpContent? body, CancellationToken cancellationToken, Action? progressed = null) => client.SendAsync(
        HttpMethod.Post,
        path,
        body,
        async (answer, token) =>
        {
            await using var progress = await answer.Content.ReadAsStreamAsync(token);
            var lines = JsonSerializer.DeserializeAsyncEnumerable(progress, EngineJson.Default.ProgressLine, topLevelValues: true, token);
            await foreach (var line in lines)
            {
                progressed?.Invoke();
                if (line?.Error is { } error)
                {
                    throw client.Failure(HttpMethod.Post, path, EngineFault.OfProgress(error));
                }
            }

            return true;
        },
        Timeout.InfiniteTimeSpan,
        cancellationToken);

    private static IReadOnlyDictionary<string, string> LabelsOf(IReadOnlyDictionary<string, string>? labels) =>
        labels ?? new Dictionary<string, string>();

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
