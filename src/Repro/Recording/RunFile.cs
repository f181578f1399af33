using System.Text.Json.Nodes;

namespace Repro.Recording;

/// <summary><c>run.json</c>: the inputs as understood, written before the first case runs.</summary>
internal sealed record RunFile
{
    /// <summary>The format that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the format of the whole directory.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>When the run began, UTC, ISO 8601.</summary>
    public required string Started { get; init; }

    /// <summary>Arguments that the program was given.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The lab: netns or docker.</summary>
    public required string Lab { get; init; }

    /// <summary>The machine.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>Versions of the programs that are proxies in its cases, by name; empty where the builtin one is in all.</summary>
    public IReadOnlyDictionary<string, string> Proxies { get; init; } = new Dictionary<string, string>();

    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>The scenario's question.</summary>
    public required string Question { get; init; }

    /// <summary>The scenario with every key spelt out.</summary>
    public required JsonNode Scenario { get; init; }

    /// <summary>What was looked for: onset or threshold.</summary>
    public required string Goal { get; init; }

    /// <summary>
    /// Ids of the cases, in the order of the plan, a search's as they come up; each has a folder of that name once it has begun.
    /// </summary>
    public required IReadOnlyList<string> Cases { get; init; }
}

/// <summary>What every format of run.json has.</summary>
/// <param name="Format">Version of the format.</param>
internal sealed record FormatMark(int Format = 0);

/// <summary>The machine that a run was made on.</summary>
internal sealed record MachineFacts
{
    /// <summary>Release, as uname prints it.</summary>
    public required string Kernel { get; init; }

    /// <summary>The kernel's timer frequency.</summary>
    public required int Hertz { get; init; }

    /// <summary>What a TIME_WAIT timer is set to, as measured in a lab before the cases; null where that failed.</summary>
    public double? TimeWaitSeconds { get; init; }

    /// <summary>Processor time of one request over all hosts, as measured there.</summary>
    public double? CpuSecondsPerRequest { get; init; }

    /// <summary>Processors that the program may use.</summary>
    public required int Processors { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The processor's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The container engine and its version; null without one.</summary>
    public string? Engine { get; init; }
}
