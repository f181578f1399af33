using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What of a case is drawn over time. Times in seconds since the load started.</summary>
internal sealed record CaseSeries
{
    // More than this, and a figure's points are narrower than its lines.
    private const int MostSteps = 240;
    private const double CpuStepSeconds = 1;

    // Of the count of a sample: of more, dumps alone tell which are in TIME_WAIT.
    private const double MostOrphans = 0.1;

    /// <summary>Width of a point of traffic.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Requests sent, answered and failed per second, by steps.</summary>
    public required IReadOnlyList<TrafficPoint> Traffic { get; init; }

    /// <summary>TIME_WAIT of the connections of <see cref="CaseSummary.Hop"/>.</summary>
    public required IReadOnlyList<CountPoint> TimeWait { get; init; }

    /// <summary>
    /// Sockets of whoever connects to the backends by TCP state, listening ones left out, and those in ESTABLISHED towards clients apart
    /// from the others.
    /// </summary>
    public required IReadOnlyList<StatesPoint> States { get; init; }

    /// <summary>Width of a point of processor time.</summary>
    public required double CpuStep { get; init; }

    /// <summary>Processors that each role's hosts kept busy, by steps.</summary>
    public required IReadOnlyList<CpuPoint> Cpu { get; init; }

    internal static CaseSeries Of(RecordedCase recorded, string hopName)
    {
        var hop = recorded.File.Hops.First(hop => hop.Name == hopName);
        var width = recorded.File.BinSeconds;
        var bins = (int)Math.Ceiling((recorded.File.DurationSeconds / width) - 1e-9);
        // A step is a whole number of bins: a fraction would draw a saw that is not there.
        var binsPerStep = Math.Max(1, (int)Math.Ceiling((double)bins / MostSteps));
        var step = width * binsPerStep;
        var traffic = OwnLoad.Answers(recorded)
            .Select(line => (Bin: (int)Math.Round(line.T / width), Line: line))
            .Where(item => item.Bin < bins)
            .GroupBy(item => item.Bin / binsPerStep, item => item.Line)
            .OrderBy(group => group.Key)
            .Select(group =>
            {
                // The last step may have fewer bins.
                var seconds = Math.Min(binsPerStep, bins - (group.Key * binsPerStep)) * width;
                return new TrafficPoint(
                    group.Key * step,
                    group.Sum(line => line.Ok) / seconds,
                    group.Sum(line => line.Failed?.Values.Sum() ?? 0) / seconds,
                    group.Sum(line => line.Sent) / seconds);
            });
        var cpuStep = Math.Max(CpuStepSeconds, Math.Ceiling(recorded.File.DurationSeconds / MostSteps));
        return new CaseSeries
        {
            StepSeconds = step,
            Traffic = [.. traffic],
            TimeWait =
                [.. Thinned([.. HopSamples.TimeWait(recorded, hop).OrderBy(point => point.T)], group => group.MaxBy(point => point.Count))],
            States = [.. Thinned([.. SampledStates(recorded)], group => group[^1])],
            CpuStep = cpuStep,
            Cpu = [.. CpuUse(recorded, cpuStep)],
        };
    }

    // Dumps come once a second; between two of them every sample still counts TIME_WAIT, and what only dumps tell lies in between.
    private static IEnumerable<StatesPoint> SampledStates(RecordedCase recorded)
    {
        var samples = OpenerSamples.Together(recorded).Where(line => line.T <= recorded.File.DurationSeconds)
            .OrderBy(line => line.T).ToList();
        var dumps = samples.Where(line => line.States is not null).ToList();
        var states = dumps.ConvertAll(OpenerSamples.StatesByLeg);
        var next = 0;
        foreach (var line in dumps.Count > 0 ? samples : [])
        {
            next += next < dumps.Count && line.T > dumps[next].T ? 1 : 0;
            var (before, after) = (Math.Max(0, next - 1), Math.Min(next, dumps.Count - 1));
            if (line.States is not null)
            {
                yield return new StatesPoint(line.T, states[after]);
            }
            else if (Math.Max(Orphans(dumps[before]), Orphans(dumps[after])) <= line.TimeWait * MostOrphans)
            {
                yield return new StatesPoint(line.T, Between((dumps[before], states[before]), (dumps[after], states[after]), line));
            }
        }
    }

    private static Dictionary<string, int> Between(
        (SocketsLine Line, IReadOnlyDictionary<string, int> States) before,
        (SocketsLine Line, IReadOnlyDictionary<string, int> States) after,
        SocketsLine line)
    {
        var share = after.Line.T > before.Line.T ? Math.Clamp((line.T - before.Line.T) / (after.Line.T - before.Line.T), 0, 1) : 0;
        var states = before.States.Keys.Union(after.States.Keys).ToDictionary(state => state, state => Count(state));
        states[TcpState.TimeWait.Name()] = Math.Max(0, line.TimeWait - Weighted(Orphans(before.Line), Orphans(after.Line)));
        return states;

        int Count(string state) => Weighted(before.States.GetValueOrDefault(state), after.States.GetValueOrDefault(state));

        int Weighted(int from, int to) => (int)Math.Round(from + ((to - from) * share));
    }

    // In the count that every sample has they are among those in TIME_WAIT.
    private static int Orphans(SocketsLine dump) => dump.TimeWait - dump.States!.GetValueOrDefault(TcpState.TimeWait);

    // One point stands for several where there are more than a figure can show.
    private static IEnumerable<T> Thinned<T>(IReadOnlyList<T> points, Func<T[], T> choose) =>
        points.Chunk(Math.Max(1, (int)Math.Ceiling(points.Count / (2.0 * MostSteps)))).Select(choose);

    private static IEnumerable<CpuPoint> CpuUse(RecordedCase recorded, double step)
    {
        var steps = (int)Math.Ceiling((recorded.File.DurationSeconds / step) - 1e-9);
        var use = Enumerable.Range(0, steps).Select(_ => new Dictionary<string, double>()).ToList();
        var busy = new double?[steps];
        foreach (var host in recorded.Sockets.GroupBy(line => line.Host))
        {
            var role = RecordedCase.RoleOf(host.Key).All();
            var (before, last) = (0.0, 0.0);
            foreach (var line in host.OrderBy(line => line.T))
            {
                // What a sample adds is spread evenly over the time since the one before.
                var rate = line.T > last ? (line.Cpu - before) / (line.T - last) : 0;
                for (var at = (int)(last / step); at < steps && at * step < line.T; at++)
                {
                    var overlap = Math.Min(line.T, (at + 1) * step) - Math.Max(last, at * step);
                    use[at][role] = use[at].GetValueOrDefault(role) + (rate * overlap / step);
                }

                if (line.MachineBusy is { } share && (int)(line.T / step) is var sampled && sampled < steps)
                {
                    busy[sampled] = Math.Max(busy[sampled] ?? 0, share);
                }

                (before, last) = (line.Cpu, line.T);
            }
        }

        return use.Select((roles, index) => new CpuPoint(index * step, roles, busy[index]));
    }
}

/// <summary>Rates over a step that begins at T.</summary>
/// <param name="T">Seconds since the load started.</param>
/// <param name="OkPerSecond">Requests answered with 200.</param>
/// <param name="FailedPerSecond">Requests that failed.</param>
/// <param name="SentPerSecond">Requests that were sent.</param>
internal readonly record struct TrafficPoint(double T, double OkPerSecond, double FailedPerSecond, double SentPerSecond);

/// <summary>A count at a moment.</summary>
/// <param name="T">Seconds since the load started.</param>
/// <param name="Count">The count.</param>
internal readonly record struct CountPoint(double T, int Count);

/// <summary>Sockets by TCP state at a moment.</summary>
/// <param name="T">Seconds since the load started.</param>
/// <param name="Counts">Sockets by state.</param>
internal sealed record StatesPoint(double T, IReadOnlyDictionary<string, int> Counts);

/// <summary>Processor time over a step that begins at T.</summary>
/// <param name="T">Seconds since the load started.</param>
/// <param name="Processors">Processors that each role's hosts kept busy: seconds per second.</param>
/// <param name="MachineBusy">Share of the whole machine's processor time that was busy, 0–1; null where it was not sampled.</param>
internal sealed record CpuPoint(double T, IReadOnlyDictionary<string, double> Processors, double? MachineBusy);
