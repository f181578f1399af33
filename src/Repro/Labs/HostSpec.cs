namespace Repro.Labs;

/// <summary>A host as it is asked for.</summary>
/// <param name="Name">Name within the lab: <c>proxy</c>, <c>client-1</c>.</param>
/// <param name="Addresses">Number of addresses; 0 for one in another.</param>
/// <param name="Sysctls">Sysctls of its network namespace, by the kernel's names.</param>
internal sealed record HostSpec(string Name, int Addresses, IReadOnlyDictionary<string, string> Sysctls)
{
    /// <summary>The host whose network it shares, sysctls and addresses included; null for one that has its own.</summary>
    public string? In { get; init; }

    /// <summary>Whether its node writes sysctls in the course of the load.</summary>
    public bool WritesSysctls { get; init; }

    /// <summary>A program of the user's that its node starts: its path, or its name on the PATH; null for none.</summary>
    public string? Runs { get; init; }

    /// <summary>What it does in other hosts' stead; null for nothing.</summary>
    public StandIn? StandsIn { get; init; }

    /// <summary>What others send through it; null for nothing.</summary>
    public Passage? Passes { get; init; }
}

/// <summary>A way through a host: what some hosts send to others goes to it first.</summary>
/// <param name="From">Names of the hosts that send.</param>
/// <param name="Towards">Names of the hosts that it is meant for. What these answer, to whom it seems to come from, is left alone.</param>
internal sealed record Passage(IReadOnlyList<string> From, IReadOnlyList<string> Towards);

/// <summary>Use of other hosts' addresses: what is sent to them in answer comes to the host that uses them.</summary>
/// <param name="For">Names of the hosts whose addresses are used.</param>
/// <param name="Towards">Names of the hosts that they are used towards. To all others they stay those of their owners.</param>
internal sealed record StandIn(IReadOnlyList<string> For, IReadOnlyList<string> Towards);
