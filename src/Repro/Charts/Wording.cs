using System.Globalization;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>Numbers and conditions as every figure and the report write them, whatever the culture.</summary>
internal static class Wording
{
    public static string Seconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} s");

    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Tick(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    public static string Rate(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture) + "/s";

    public static string Conditions(RunSummary summary) =>
        $"{summary.Lab}, kernel {summary.Kernel}, HZ={summary.Hertz}, repro {summary.Version}, {summary.Started}";

    public static string Conditions(CaseSummary summary) =>
        $"{Rate(summary.OfferedPerSecond)} offered · {Count(summary.CapacityPorts)} ports towards the backends · each held for "
        + string.Create(CultureInfo.InvariantCulture, $"{summary.HoldSeconds:0.0} s");

    /// <summary>What a figure of one case says.</summary>
    public static string Headline(CaseSummary summary) => summary switch
    {
        { Valid: false } => $"{summary.Label}: invalid, it says nothing",
        { Measured.FirstFailureSeconds: { } onset } =>
            $"{summary.Label}: ports run out {Seconds(onset)} into the load, after {Count(summary.Measured.ConnectionsBeforeFirstFailure ?? 0)} connections",
        _ => $"{summary.Label}: no request fails at {Rate(summary.OfferedPerSecond)}",
    };
}
