using System.Text.Json.Serialization;

namespace Repro.Docker;

/// <summary>How a container is.</summary>
/// <param name="Status"><c>created</c>, <c>running</c>, <c>exited</c>, <c>removing</c>, <c>dead</c>, …</param>
/// <param name="Running">Whether its process runs.</param>
/// <param name="ExitCode">Its last exit code; 0 while it has none.</param>
/// <param name="Error">Why it could not be started; empty where it could.</param>
/// <param name="OomKilled">Whether the kernel ended it for want of memory.</param>
internal sealed record ContainerState(
    string Status, bool Running, long ExitCode, string Error = "", [property: JsonPropertyName("OOMKilled")] bool OomKilled = false);

/// <summary>A container in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">As <see cref="ContainerState.Status"/>.</param>
/// <param name="Created">When, to the second.</param>
/// <param name="Labels">All of them.</param>
internal sealed record ContainerFacts(
    string Id, string Name, string State, DateTimeOffset Created, IReadOnlyDictionary<string, string> Labels);
