using System.Globalization;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The conditions of a figure, for whoever meets it without its report.</summary>
internal static class Caption
{
    /// <summary>
    /// Of a figure of a whole run: those of the baseline, from which the other cases differ by their mitigation and rate.
    /// </summary>
    public static string Of(RunSummary run)
    {
        if ((run.Cases.FirstOrDefault(row => row.IsBaseline) ?? run.Cases.ElementAtOrDefault(0)) is not { } first)
        {
            return Format.Conditions(run);
        }

        var rates = run.Cases.Select(row => row.OfferedPerSecond).Distinct().Order().ToList();
        var offered = rates.Count == 1 ? Format.Rate(rates[0]) : $"{Format.Rate(rates[0])} to {Format.Rate(rates[^1])}";
        return $"{first.Label}: {Lab(first)}; {offered} for {Format.Duration(first.DurationSeconds)}. {Format.Conditions(run)}";
    }

    /// <summary>Of a figure of one case, in one line: a run has many of them.</summary>
    public static string Of(RunSummary run, CaseSummary row) =>
        $"{Lab(row)}; {Format.Rate(row.OfferedPerSecond)} for {Format.Duration(row.DurationSeconds)}; {run.Lab}, {run.Kernel}, "
        + $"HZ={run.Hertz}";

    private static string Lab(CaseSummary row)
    {
        var topology = row.Topology;
        var backends = Several(topology.Backends, "backend", "backends")
            + (topology.BackendAddresses > 1 ? $" × {topology.BackendAddresses} addresses" : "")
            + (topology.BackendPorts > 1 ? $" × {topology.BackendPorts} ports" : "");
        var clients = Several(topology.Clients, "client", "clients")
            + (topology.ClientAddresses is { } addresses ? $" × {addresses} addresses" : "");
        var proxy = $"{topology.Proxy} proxy" + (topology.ProxyAddresses > 1 ? $" with {topology.ProxyAddresses} addresses" : "");
        var nat = topology is { NatPorts: { } natPorts, NatAddresses: { } natAddresses }
            ? $" → NAT of {Noun.Counted(natPorts, "port")}" + (natAddresses > 1 ? $" × {natAddresses} addresses" : "")
            : "";
        var (between, ports) = topology.HasProxy ? ($" → {proxy}", topology.ProxyPorts) : (nat, topology.ClientPorts);
        var way = topology.Path switch
        {
            null => "",
            "loopback" => " on one host, over the loopback",
            _ => " on one host, over its own address",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{clients}{between} → {backends}{way}; ports {ports}, {row.Hop} {Format.Held(row.HoldSeconds)}");
    }

    private static string Several(int count, string one, string more) => count == 1 ? $"1 {one}" : $"{count} {more}";
}
