using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Watching;

/// <summary>A scenario that makes a lab of what was seen on a host: its range, its sysctls, its tuples and their rate.</summary>
internal sealed class HostScenario
{
    private const int MostDestinations = 64;
    private const int MostMitigations = 8;

    // Of the fastest tuple's rate: what goes on beside it and is slower runs out later, and is left out.
    private const double LeastShare = 0.5;

    // Connections that are open for longer than this, on average, are those of a pool.
    private const double LongestAnswer = 2;

    // Of seconds: so long that a first failure shows, and what follows; and where there is none, so long that it is seen.
    private const double Beyond = 1.1;
    private const double ShortLoad = 10;
    private const double LongestLoad = 600;

    // A factor that is less than this is no help.
    private const double Helps = 1.05;

    private static readonly Dictionary<string, string> Unless = new()
    {
        [Sysctls.LocalReservedPortsKey] = "",
        [Sysctls.UnprivilegedPortStartKey] = "1024",
        [Sysctls.TcpTwReuseDelayKey] = "1000",
        [Sysctls.TcpTimestampsKey] = "1",
        [Sysctls.TcpFinTimeoutKey] = "60",
        [Sysctls.IpAutobindReuseKey] = "0",
        [Sysctls.TcpTwRecycleKey] = "0",
    };

    private readonly HostReport report;
    private readonly Kernel kernel;
    private readonly IReadOnlyList<TupleReport> tuples;
    private readonly int sources;

    private HostScenario(HostReport report, Kernel kernel, IReadOnlyList<TupleReport> tuples)
    {
        (this.report, this.kernel, this.tuples) = (report, kernel, tuples);
        var from = tuples.Select(tuple => tuple.Source).Distinct().Count();
        sources = from * Destinations == tuples.Count ? from : 1;
        var rate = tuples.Sum(Rate);
        OpenSeconds = tuples.Sum(tuple => tuple.Established) / rate is var open and <= LongestAnswer ? open : 0;
        RatePerSecond = rate;
    }

    private double RatePerSecond { get; }

    // How long a connection is open, by Little's law.
    private double OpenSeconds { get; }

    private int Destinations => tuples.Select(tuple => tuple.Destination).Distinct().Count();

    // Held connections, and none that ends.
    private bool IsHeld => tuples.Sum(tuple => tuple.FilledPerSecond) == 0;

    /// <summary>The scenario of what is fastest on a host; null where no connection takes a port of it.</summary>
    public static HostScenario? Of(HostReport report, Kernel kernel)
    {
        if (report.Tuples.MaxBy(Rate) is not { } fastest || Rate(fastest) <= 0)
        {
            return null;
        }

        var alike = report.Tuples.Where(tuple => Rate(tuple) >= Rate(fastest) * LeastShare && Network(tuple) == Network(fastest));
        return new HostScenario(report, kernel, [.. alike.Take(MostDestinations)]);
    }

    /// <summary>What of the catalogue would help, the most first, and what is unsafe last.</summary>
    public IReadOnlyList<Advice> Advise()
    {
        var (scenario, _) = ScenarioFile.Parse(Text(ShortLoad, [], ""), "host.yaml");
        var all = Catalogue.All.Where(mitigation => mitigation.Kind is MitigationKind.Baseline or MitigationKind.Mitigation)
            .Select(mitigation => new MitigationUse { Terms = [new MitigationTerm(mitigation.Name, null)], Position = scenario.Position });
        var cases = Planner.Create(scenario with { Mitigations = [.. all] }, kernel).Plan.Cases;
        if (cases.FirstOrDefault(planned => planned.IsBaseline)?.Prediction.Limiting.ThresholdPerSecond is not { } threshold)
        {
            return [];
        }

        return
        [
            .. from planned in cases
               // What is left to chance is no advice.
               where !planned.IsBaseline && planned.PredictedOnly is null && !planned.Conditions.TakesOverBoundPorts
               let carried = planned.Prediction.Limiting.ThresholdPerSecond
               where carried is null || carried > threshold * Helps
               let factor = carried / threshold
               let mitigation = Catalogue.Find(planned.Mitigation)!
               orderby mitigation.IsUnsafe, factor ?? double.PositiveInfinity descending
               select new Advice(
                   planned.Mitigation,
                   Rounded(carried),
                   Rounded(factor),
                   planned.Summary,
                   mitigation.Risk),
        ];
    }

    /// <summary>The scenario's text.</summary>
    /// <param name="seen">Where and when it was seen, for its first line.</param>
    public string Text(string seen)
    {
        var mitigations = report.Mitigations.Take(MostMitigations).Select(advice => advice.Mitigation).Prepend(Catalogue.Baseline).ToList();
        var (scenario, _) = ScenarioFile.Parse(Text(ShortLoad, [], seen), "host.yaml");
        var planned = Planner.Create(scenario, kernel).Plan.Cases;
        var onset = planned is [var only] ? only.Prediction.Bottleneck.OnsetSeconds : null;
        var duration = onset is { } seconds ? Math.Min(LongestLoad, Math.Max(ShortLoad, Math.Ceiling(seconds * Beyond) + 1)) : ShortLoad;
        return Text(duration, mitigations, seen);
    }

    private string Text(double duration, List<string> mitigations, string seen)
    {
        var text = new StringBuilder();
        var others = tuples.Count > 1 ? $" and {Noun.Counted(tuples.Count - 1, "tuple")} like it" : "";
        Line($"# What was seen{seen}: {tuples[0].Source} → {tuples[0].Destination}{others}.");
        Line($"question: When does this host run out of ports at {RatePerSecond:0.#} connections/s, and what helps?");
        Line($"");
        Line($"load:");
        Line($"  rate: {RatePerSecond:0.#}/s");
        Line($"  duration: {duration:0}s");
        if (IsHeld)
        {
            Line($"  timeout: {duration * 3:0}s");
        }

        Line($"");
        Line($"network: {Network(tuples[0])}");
        Line($"");
        Line($"clients:");
        Line($"  count: 1");
        if (sources > 1)
        {
            Line($"  addresses: {sources}");
            Line($"  bind: address");
        }

        Line($"  sysctls:");
        foreach (var (name, value) in report.Sysctls.Where(sysctl => IsWorthSaying(sysctl.Key, sysctl.Value)))
        {
            Line($"    {name}: {value}");
        }

        Line($"");
        Line($"proxy:");
        Line($"  kind: none");
        Line($"");
        Line($"backends:");
        Line($"  count: {(sources > 1 ? Destinations : tuples.Count)}");
        if (IsHeld)
        {
            Line($"  delay: {duration * 2:0}s    # connections are opened here, and none ends");
        }
        else if (OpenSeconds >= 0.001)
        {
            Line($"  delay: {OpenSeconds * 1000:0}ms    # as long as a connection is open, by how many are");
        }

        if (mitigations.Count > 0)
        {
            Line($"");
            Line($"mitigations:");
            foreach (var mitigation in mitigations)
            {
                Line($"  - {mitigation}");
            }
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Network(TupleReport tuple)
    {
        var from = IPAddress.Parse(tuple.Source);
        var to = IPEndPoint.Parse(tuple.Destination).Address;
        var path = IPAddress.IsLoopback(from) || IPAddress.IsLoopback(to) ? "loopback" : from.Equals(to) ? "own-address" : "links";
        return $"{{ family: {(from.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4")}, path: {path} }}";
    }

    private bool IsWorthSaying(string name, string value) => name == Sysctls.TcpMaxTwBucketsKey
        ? int.TryParse(value, CultureInfo.InvariantCulture, out var most) && most < 2L * report.PortsPerTuple * tuples.Count
        : Unless.GetValueOrDefault(name) != value;

    private static double Rate(TupleReport tuple) => tuple.FilledPerSecond > 0 ? tuple.FilledPerSecond
        : tuple.ExhaustedInSeconds is not null ? Math.Max(0, tuple.OpenGrowthPerSecond) : 0;

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}
