namespace Repro.Labs.Docker;

/// <summary>The labels of everything that a run makes in an engine.</summary>
internal static class DockerLabels
{
    /// <summary>The run's id.</summary>
    public const string Run = "repro.run";

    /// <summary>The lab's name within the run.</summary>
    public const string Lab = "repro.lab";

    /// <summary>The host's name within the lab (containers).</summary>
    public const string Host = "repro.host";

    /// <summary>The process that the run belongs to; see <see cref="RunOwner"/>.</summary>
    public const string Owner = "repro.owner";
}
