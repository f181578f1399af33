using System.Text.Json.Serialization;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary><c>summary.json</c>: what was concluded from a run. Seconds, per second, ports; null where there is none.</summary>
public sealed record RunSummary
{
    /// <summary>The goal of a search for the highest rate that never fails.</summary>
    public const string ThresholdGoal = "threshold";

    /// <summary>Version of this contract.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's question.</summary>
    public required string Question { get; init; }

    /// <summary>The lab: netns or docker.</summary>
    public required string Lab { get; init; }

    /// <summary>Kernel release.</summary>
    public required string Kernel { get; init; }

    /// <summary>The kernel's timer frequency, which the hold time stands on.</summary>
    public required int Hertz { get; init; }

    /// <summary>What a TIME_WAIT timer is set to, as measured in a lab before the cases; null where that failed.</summary>
    public required double? TimeWaitSeconds { get; init; }

    /// <summary>Processors that the run could use.</summary>
    public required int Processors { get; init; }

    /// <summary>The processor's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The container engine and its version; null without one.</summary>
    public required string? Engine { get; init; }

    /// <summary>What was looked for: onset or threshold.</summary>
    public required string Goal { get; init; }

    /// <summary>Versions of the programs that are proxies in its cases, by name.</summary>
    public required IReadOnlyDictionary<string, string> Proxies { get; init; }

    /// <summary>When the run began, UTC, ISO 8601.</summary>
    public required string Started { get; init; }

    /// <summary>Arguments that the program was given.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Version of the program that made the run.</summary>
    public required string Version { get; init; }

    /// <summary>What answers the question.</summary>
    public required RunAnswer Answer { get; init; }

    /// <summary>The cases that have begun, in the order of the plan.</summary>
    public required IReadOnlyList<CaseSummary> Cases { get; init; }

    /// <summary>What is known of each label's threshold, in the order of the run.</summary>
    public required IReadOnlyList<ThresholdSummary> Thresholds { get; init; }

    /// <summary>The two readings of the article's number; null where no case has the article's range.</summary>
    public required ArticleReading? Article { get; init; }

    /// <summary>Ids of the cases that were planned and have not begun: the run was cut off.</summary>
    public required IReadOnlyList<string> NotBegun { get; init; }

    /// <summary>The cases that have begun and whose case.json can't be read: they are invalid, and nothing else is known of them.</summary>
    public required IReadOnlyList<UnreadableCase> Unreadable { get; init; }

    /// <summary>The figures that could not be drawn, and why.</summary>
    public IReadOnlyList<UndrawnFigure> Undrawn { get; init; } = [];
}

/// <summary>The article's number, about 230 requests/s towards one upstream, read in two ways.</summary>
/// <param name="PortsPerUpstream">Ports of a tuple.</param>
/// <param name="Held120">Ports held for FIN_WAIT_2 and TIME_WAIT, as where the peer's FIN comes late.</param>
/// <param name="Held60">Ports held for TIME_WAIT alone.</param>
public sealed record ArticleReading(int PortsPerUpstream, Reading Held120, Reading Held60);

/// <summary>What an upstream carries for a hold time.</summary>
/// <param name="HoldSeconds">The hold time.</param>
/// <param name="ThresholdPerSecond">Ports ÷ hold time.</param>
/// <param name="CarriedPerSecond">The highest rate per upstream that a case of this run carried; null: there was none.</param>
/// <param name="FailedPerSecond">The lowest rate per upstream at which a case of this run ran out; null: none did.</param>
public sealed record Reading(double HoldSeconds, double ThresholdPerSecond, double? CarriedPerSecond, double? FailedPerSecond);

/// <summary>The JSON of summary.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
