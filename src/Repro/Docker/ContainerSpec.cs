namespace Repro.Docker;

/// <summary>A container as it is asked for. What is null is left to the image or the engine. It never has a terminal.</summary>
internal sealed record ContainerSpec
{
    public required string Image { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public string? User { get; init; }

    public string? Hostname { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>By the kernel's names; a container that shares another's network can set none of <c>net.</c></summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    /// <summary>The network to join: a name or id, or <c>container:ID</c>, <c>none</c>, <c>host</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Its address in the network that <see cref="Network"/> names; that network needs a subnet of the user's.</summary>
    public string? Ipv4Address { get; init; }

    /// <summary>Whose processes it sees: <c>container:ID</c>, <c>host</c>.</summary>
    public string? PidMode { get; init; }

    public IReadOnlyList<string> CapDrop { get; init; } = [];

    public IReadOnlyList<string> CapAdd { get; init; } = [];

    /// <summary><c>no-new-privileges</c> and the like.</summary>
    public IReadOnlyList<string> SecurityOptions { get; init; } = [];

    public IReadOnlyList<Ulimit> Ulimits { get; init; } = [];

    public bool ReadonlyRootfs { get; init; }

    /// <summary>Whether it goes with its end, and its anonymous volumes with it.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>File systems in memory: path to mount options, which may be empty.</summary>
    public IReadOnlyDictionary<string, string> Tmpfs { get; init; } = new Dictionary<string, string>();

    /// <summary>Paths of anonymous volumes.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Whether it has a standard input, which ends when the one who is attached leaves.</summary>
    public bool Stdin { get; init; }

    /// <summary>Where the engine keeps its output: <c>none</c> for nowhere.</summary>
    public string? LogDriver { get; init; }

    /// <summary>How long a stop waits before it kills.</summary>
    public int? StopTimeoutSeconds { get; init; }
}

/// <summary>A limit of every process in a container.</summary>
/// <param name="Name">As in limits.conf: <c>nofile</c>.</param>
/// <param name="Soft">The limit.</param>
/// <param name="Hard">How far a process may raise it.</param>
internal sealed record Ulimit(string Name, long Soft, long Hard);
