using System.Text.Json.Nodes;

namespace Repro.Recording;

/// <summary><c>run.json</c>: the inputs as understood, written before the first case runs.</summary>
public sealed record RunFile
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

    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>The scenario's question.</summary>
    public required string Question { get; init; }

    /// <summary>The scenario with every key spelt out.</summary>
    public required JsonNode Scenario { get; init; }

    /// <summary>Ids of the cases, in the order of the plan; each has a folder of that name once it has begun.</summary>
    public required IReadOnlyList<string> Cases { get; init; }
}

/// <summary>What every format of run.json has.</summary>
/// <param name="Format">Version of the format.</param>
internal sealed record FormatMark(int Format);

/// <summary>The machine that a run was made on.</summary>
/// <param name="Kernel">Release, as uname prints it.</param>
/// <param name="Hertz">The kernel's timer frequency.</param>
/// <param name="Processors">Processors that the program may use.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Architecture">The processor's architecture.</param>
public sealed record MachineFacts(string Kernel, int Hertz, int Processors, string Runtime, string Architecture);
