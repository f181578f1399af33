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

    // A program that starts opens a few.
    private const int LeastGrowth = 10;

    /// <summary>Reads two looks.</summary>
    /// <param name="before">The first.</param>
    /// <param name="now">The second, less than a minute later.</param>
    /// <param name="since">An earlier one, by which it is told whether open connections become more; the first will do.</param>
    /// <param name="kernel">The kernel, as far as it is known.</param>
    /// <param name="owners">Who has a socket open, by its inode.</param>
    public static HostReport Of(
        HostLook before, HostLook now, OpenLook since, Kernel kernel, Func<IReadOnlyList<uint>, IReadOnlyList<string>> owners)
    {
        var seconds = now.Seconds - before.Seconds;
        var youngest = (Exhaustion.TimeWaitSeconds - seconds) * Milliseconds;
        var opened = now.ToOpenLook().Opened - since.Opened;
        var report = Report(
            now, kernel, seconds, owners,
            (key, tuple) => (
                tuple.TimeWaitLeft.Count(left => left > youngest) / seconds,
                Growth(since.Open.GetValueOrDefault(key), tuple.Open, opened, now.Seconds - since.Seconds)));
        return report with
        {
            OpenedPerSecond = Math.Round(Since("ActiveOpens", before, now) / seconds, 1),
            Findings = [.. Troubles.Of(report, before, now)],
        };
    }

    /// <summary>Reads one look, without what is wrong beside: rates are those at which the TIME_WAIT came that are there.</summary>
    /// <param name="now">The look.</param>
    /// <param name="kernel">The kernel, as far as it is known.</param>
    public static HostReport OfOne(HostLook now, Kernel kernel) =>
        Report(now, kernel, 0, _ => [], (_, tuple) => (FilledPerSecond(tuple.TimeWaitLeft), 0));

    /// <summary>How much a counter rose between two looks.</summary>
    internal static long Since(string counter, HostLook before, HostLook now) =>
        now.Counters.GetValueOrDefault(counter) - before.Counters.GetValueOrDefault(counter);

    private static HostReport Report(
        HostLook now,
        Kernel kernel,
        double seconds,
        Func<IReadOnlyList<uint>, IReadOnlyList<string>> owners,
        Func<TupleKey, TupleLook, (double Entering, double Growth)> rates)
    {
        var read = now.Tuples
            .Select(pair => (pair.Value, Report: Tuple(pair.Key, pair.Value, Model(now, pair.Key, kernel), rates(pair.Key, pair.Value))))
            .OrderBy(tuple => tuple.Report.ExhaustedInSeconds ?? double.PositiveInfinity)
            .ThenByDescending(tuple => tuple.Report.InUse)
            .ThenBy(tuple => tuple.Report.Source, StringComparer.Ordinal).ThenBy(tuple => tuple.Report.Destination, StringComparer.Ordinal)
            .Take(MostTuples)
            .ToList();
        return new HostReport(
            HostReport.Version,
            Math.Round(seconds, 3),
            kernel.Hertz,
            now.Sysctls.Values,
            now.Ports,
            now.Sysctls.LocalPorts.Size - now.Sysctls.LocalPorts.Usable(now.Sysctls.ReservedPorts, PortSearch.ByOne),
            Math.Round(TimerWheel.MeanSeconds(Exhaustion.TimeWaitSeconds, kernel.Hertz), 3),
            0,
            now.States.ToDictionary(state => state.Key.Name(), state => state.Value),
            now.Tuples.Count,
            [.. read.Select(tuple => tuple.Report with { Processes = owners(tuple.Value.Inodes) })],
            [],
            []);
    }

    private static PortModel Model(HostLook now, TupleKey key, Kernel kernel) => new()
    {
        PortsPerPool = now.Ports,
        Hertz = kernel.Hertz,
        // What the other side is set to nobody knows here; it is hardly ever without timestamps.
        ReuseDelaySeconds = now.Sysctls.ReuseDelayTowards(Sysctls.None, key.IsLoopback),
    };

    private static TupleReport Tuple(TupleKey key, TupleLook now, PortModel model, (double Entering, double Growth) rates)
    {
        // Where a port may be taken over earlier, the rest of its TIME_WAIT does not count.
        var early = model.ReuseDelaySeconds is { } delay ? Math.Max(0, Exhaustion.TimeWaitSeconds - delay) : 0;
        var late = early > 0 ? 0 : TimerWheel.GranuleSeconds(Exhaustion.TimeWaitSeconds, model.Hertz) / 2;
        var (entering, growth) = rates;
        var forecast = new PortForecast
        {
            Open = now.Open,
            OpenGrowth = growth,
            Ends = [.. now.TimeWaitLeft.Select(left => (left / Milliseconds) - early + late).Where(left => left > 0).Order()],
            Entering = entering,
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
            now.In(TcpState.SynSent),
            now.In(TcpState.FinWait2),
            Math.Round(entering, 1),
            Math.Round(forecast.Held < model.PortsPerPool ? entering : Math.Max(entering, FilledPerSecond(now.TimeWaitLeft)), 1),
            Math.Round(growth, 1),
            Math.Round(model.HoldSeconds, 3),
            Math.Round(Exhaustion.Threshold(model.PortsPerPool, model.HoldSeconds), 3),
            Rounded(forecast.Reaches(Math.Max(1, model.PortsPerPool / 2))),
            Rounded(forecast.Reaches(Math.Max(1, model.PortsPerPool))),
            []);
    }

    // By how old they are: the youngest was the last that found a port.
    private static double FilledPerSecond(IReadOnlyList<int> left) =>
        left.Count > 1 && left.Max() - left.Min() is > 0 and var span ? (left.Count - 1) * Milliseconds / span : 0;

    // A pool breathes: where connections come and go, their number is off by the root of how many did. What goes on growing is more.
    private static double Growth(int before, int now, long opened, double seconds)
    {
        var more = now - before;
        var cameAndWent = Math.Max(0, (2 * opened) - more);
        return seconds > 0 && more > Math.Max(LeastGrowth, 3 * Math.Sqrt(cameAndWent)) ? more / seconds : 0;
    }

    private static double? Rounded(double? seconds) => seconds is { } value ? Math.Round(value, 2) : null;
}
