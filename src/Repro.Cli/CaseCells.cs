using System.Globalization;
using Repro.Charts;
using Repro.Progress;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>What the live table says of a case, as Spectre's markup.</summary>
internal static class CaseCells
{
    /// <summary>How much of the load has been sent.</summary>
    public static string Load(CaseState state, int bar)
    {
        var seconds = Seconds(state.ElapsedSeconds).PadLeft(Seconds(state.DurationSeconds).Length);
        return state.Phase switch
        {
            CasePhase.Waiting => "[grey]waits[/]",
            CasePhase.Preparing => "comes up",
            _ => $"{Bar(bar, (state.ElapsedSeconds / state.DurationSeconds, '█', "blue"))} {seconds}",
        };
    }

    /// <summary>Failures over the time of the load.</summary>
    public static string Failures(CaseState state, int width) => HasBegun(state)
        ? $"[{(state.FirstFailureSeconds is null ? "grey" : "red")}]{Sparkline.Of(state, width)}[/]"
        : "";

    /// <summary>Ports in use, TIME_WAIT apart from open connections, of those that there are.</summary>
    public static string Ports(CaseState state, int bar)
    {
        var all = Format.Count(state.CapacityPorts);
        var waiting = (double)state.PortsInTimeWait / state.CapacityPorts;
        var open = (double)(state.PortsInUse - state.PortsInTimeWait) / state.CapacityPorts;
        return HasBegun(state)
            ? (bar > 0 ? Bar(bar, (waiting, '█', "yellow"), (open, '▓', "blue")) + " " : "")
                + $"{Format.Count(state.PortsInUse).PadLeft(all.Length)}/{all}"
            : "";
    }

    /// <summary>Requests per second that ended in one way.</summary>
    public static string Rate(CaseState state, double perSecond, string colour) => HasBegun(state)
        ? $"[{(perSecond >= 0.5 ? colour : "grey")}]{perSecond.ToString("#,0", CultureInfo.InvariantCulture)}[/]"
        : "";

    /// <summary>What is to come, or has come.</summary>
    public static string Outlook(CaseState state) => $"[{Colour(state)}]{Markup.Escape(state.Outlook)}[/]";

    private static bool HasBegun(CaseState state) => state.Phase is CasePhase.Running or CasePhase.Done;

    private static string Colour(CaseState state) => state switch
    {
        { Phase: CasePhase.Failed } => "magenta",
        { Phase: CasePhase.Waiting or CasePhase.Preparing } => "grey",
        { FirstFailureSeconds: not null } => "red",
        { Phase: CasePhase.Running, PredictedOnsetSeconds: { } onset } when onset < state.DurationSeconds => "yellow",
        _ => "green",
    };

    private static string Seconds(double value) => value.ToString("#,0.0", CultureInfo.InvariantCulture) + " s";

    private static string Bar(int width, params (double Share, char Letter, string Colour)[] parts)
    {
        var text = "";
        var (end, filled) = (0.0, 0);
        foreach (var (share, letter, colour) in parts)
        {
            end = Math.Clamp(end + share, 0, 1);
            var letters = (int)Math.Round(end * width) - filled;
            text += $"[{colour}]{new string(letter, letters)}[/]";
            filled += letters;
        }

        return $"{text}[grey]{new string('░', width - filled)}[/]";
    }
}
