using Repro.Knobs;
using Repro.Model;
using Repro.Physics;

namespace Repro.Watching;

/// <summary>What two looks at a host come to.</summary>
internal static class HostReading
{
    // The others are emptier than all of these.
    private const int MostTuples = 20;

    private const double Milliseconds = 1000;

    /// <summary>Reads two looks.</summary>
    /// <param name="before">The first.</param>
    /// <param name="now">The second, less than a minute later.</param>
    /// <param name="kernel">The kernel, as far as it is known.</param>
    /// <param name="owners">Who has a socket open, by its inode.</param>
    /// <param name="withFindings">Whether what is wrong is looked for, on this machine too.</param>
    public static HostReport Of(
        HostLook before,
        HostLook now,
        Kernel kernel,
        Func<IReadOnlyList<uint>, IReadOnlyList<string>> owners,
        bool withFindings = true)
    {
        var seconds = now.Seconds - before.Seconds;
        var sysctls = now.Sysctls;
        var ports = sysctls.LocalPorts.Usable(sysctls.ReservedPorts);
        var read = now.Tuples
            .Select(pair => (pair.Key, pair.Value, Report: Tuple(
                pair.Key, pair.Value, before.Tuples.GetValueOrDefault(pair.Key), Model(sysctls, ports, pair.Key, kernel), seconds)))
            .OrderBy(tuple => tuple.Report.ExhaustedInSeconds ?? double.PositiveInfinity)
            .ThenByDescending(tuple => tuple.Report.InUse)
            .ThenBy(tuple => tuple.Report.Source, StringComparer.Ordinal).ThenBy(tuple => tuple.Report.Destination, StringComparer.Ordinal)
            .Take(MostTuples)
            .ToList();
        var report = new HostReport(
            HostReport.Version,
            Math.Round(seconds, 3),
            kernel.Hertz,
            sysctls.Values,
            ports,
            sysctls.LocalPorts.Size - sysctls.LocalPorts.Usable(sysctls.ReservedPorts, PortSearch.ByOne),
            Math.Round(TimerWheel.MeanSeconds(Exhaustion.TimeWaitSeconds, kernel.Hertz), 3),
            Math.Round(Since("ActiveOpens", before, now) / seconds, 1),
            now.States.ToDictionary(state => state.Key.Name(), state => state.Value),
            now.Tuples.Count,
            [.. read.Select(tuple => tuple.Report with { Processes = owners(tuple.Value.Inodes) })],
            [],
            []);
        return withFindings ? report with { Findings = [.. Troubles.Of(report, before, now)] } : report;
    }

    /// <summary>How much a counter rose between two looks.</summary>
    internal static long Since(string counter, HostLook before, HostLook now) =>
        now.Counters.GetValueOrDefault(counter) - before.Counters.GetValueOrDefault(counter);

    private static PortModel Model(Sysctls sysctls, int ports, TupleKey key, Kernel kernel) => new()
    {
        PortsPerPool = ports,
        Hertz = kernel.Hertz,
        // What the other side is set to nobody knows here; it is hardly ever without timestamps.
        ReuseDelaySeconds = sysctls.ReuseDelayTowards(Sysctls.None, key.IsLoopback),
    };

    private static TupleReport Tuple(TupleKey key, TupleLook now, TupleLook? before, PortModel model, double seconds)
    {
        // Where a port may be taken over earlier, the rest of its TIME_WAIT does not count.
        var early = model.ReuseDelaySeconds is { } delay ? Math.Max(0, Exhaustion.TimeWaitSeconds - delay) : 0;
        var late = early > 0 ? 0 : TimerWheel.GranuleSeconds(Exhaustion.TimeWaitSeconds, model.Hertz) / 2;
        var youngest = (Exhaustion.TimeWaitSeconds - seconds) * Milliseconds;
        var entered = now.TimeWaitLeft.Count(left => left > youngest) / seconds;
        var growth = (now.Open - (before?.Open ?? 0)) / seconds;
        var forecast = new PortForecast
        {
            Open = now.Open,
            OpenGrowth = IsGrowth(before?.Open ?? 0, now.Open) ? growth : 0,
            Ends = [.. now.TimeWaitLeft.Select(left => (left / Milliseconds) - early + late).Where(left => left > 0).Order()],
            Entering = entered,
            Hold = model.Hold,
        };
        return new TupleReport(
            key.From,
            key.To,
            now.Ports,
            Math.Max(0, model.PortsPerPool - forecast.Held),
            now.In(TcpState.TimeWait),
            now.In(TcpState.Established),
            now.In(TcpState.CloseWait),
            Math.Round(entered, 1),
            Math.Round(forecast.Held < model.PortsPerPool ? entered : Math.Max(entered, FilledPerSecond(now.TimeWaitLeft)), 1),
            Math.Round(growth, 1),
            Math.Round(model.HoldSeconds, 3),
            Math.Round(Exhaustion.Threshold(model.PortsPerPool, model.HoldSeconds), 1),
            model.Search == PortSearch.ByParity ? Rounded(forecast.Reaches(model.PortsPerPool / 2)) : null,
            Rounded(forecast.Reaches(model.PortsPerPool)),
            []);
    }

    // By how old they are: the youngest was the last that found a port.
    private static double FilledPerSecond(IReadOnlyList<int> left) =>
        left.Count > 1 && left.Max() - left.Min() is > 0 and var span ? (left.Count - 1) * Milliseconds / span : 0;

    // A pool breathes, and a program that starts opens a few: what goes on growing is more than that.
    private static bool IsGrowth(int before, int now) => now - before > Math.Max(10, 3 * Math.Sqrt(Math.Max(before, now)));

    private static double? Rounded(double? seconds) => seconds is { } value ? Math.Round(value, 2) : null;
}
