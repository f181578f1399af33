namespace Repro.Recording;

/// <summary>What a node finds where it runs: another machine than the run's, perhaps.</summary>
internal sealed record MachineSurvey
{
    /// <summary>The kernel's release.</summary>
    public required string Kernel { get; init; }

    /// <summary>The kernel's timer frequency.</summary>
    public required int Hertz { get; init; }

    /// <summary>Processors that a process may use.</summary>
    public required int Processors { get; init; }

    /// <summary>Memory that a process may use, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Descriptors that a process may have; null where that is not known.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>Whether its kernel has IPv6; a network namespace has it whatever the machine's own sysctls say.</summary>
    public required bool HasIpv6 { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The processor's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>Names of what mitigations need from a kernel, as far as this one has it.</summary>
    public required IReadOnlyList<string> Has { get; init; }
}
