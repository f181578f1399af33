using System.Globalization;
using System.Text;

namespace Repro.Watching;

/// <summary>A report as OpenMetrics writes it (openmetrics.io, version 1.0), for Prometheus and what reads the same.</summary>
public static class OpenMetrics
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>Writes a report.</summary>
    public static string Of(HostReport report)
    {
        var text = new StringBuilder();
        Gauge("repro_ports", "Ports of the range that connect() may pick, for each tuple.", [([], report.PortsPerTuple)]);
        Gauge("repro_connections_opened_per_second", "Connections that the host opened.", [([], report.OpenedPerSecond)]);
        Gauge(
            "repro_sockets", "TCP sockets by state.",
            report.States.Select(state => (new[] { ("state", state.Key) }, (double)state.Value)));
        OfTuples("repro_ports_in_use", "Ports in use.", tuple => tuple.InUse);
        OfTuples("repro_ports_free", "Ports that are left.", tuple => tuple.Free);
        OfTuples("repro_ports_time_wait", "Ports in TIME_WAIT.", tuple => tuple.TimeWait);
        OfTuples("repro_connections_closed_per_second", "Connections that went into TIME_WAIT here.", tuple => tuple.ClosedPerSecond);
        OfTuples("repro_threshold_per_second", "The highest rate of connections that the ports carry.", tuple => tuple.ThresholdPerSecond);
        OfTuples(
            "repro_exhausted_in_seconds", "When there is no port left, if connections go on as they do; +Inf: never.",
            tuple => tuple.ExhaustedInSeconds ?? double.PositiveInfinity);
        Gauge(
            "repro_findings", "What is wrong, or may go wrong, by kind.",
            report.Findings.GroupBy(finding => finding.Id).Select(kind => (new[] { ("finding", kind.Key.Name()) }, (double)kind.Count())));
        return text.Append("# EOF\n").ToString();

        void OfTuples(string name, string help, Func<TupleReport, double> value) => Gauge(
            name, help,
            report.Tuples.Select(tuple => (new[] { ("source", tuple.Source), ("destination", tuple.Destination) }, value(tuple))));

        void Gauge(string name, string help, IEnumerable<((string Name, string Value)[] Labels, double Value)> samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n# HELP {name} {help}\n");
            foreach (var (labels, value) in samples)
            {
                var named = string.Join(',', labels.Select(label => $"{label.Name}=\"{label.Value}\""));
                var number = double.IsPositiveInfinity(value) ? "+Inf" : value.ToString(CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"{name}{(named.Length > 0 ? $"{{{named}}}" : "")} {number}\n");
            }
        }
    }
}
