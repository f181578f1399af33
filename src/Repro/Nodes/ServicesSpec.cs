namespace Repro.Nodes;

/// <summary>Services of a host, each with a listener of its own, that are restarted while the load lasts.</summary>
/// <param name="Ports">Their ports, ascending.</param>
/// <param name="Ipv6">Whether they listen on <c>::</c>, and not on 0.0.0.0.</param>
/// <param name="RestartSeconds">From a restart of one to its next.</param>
/// <param name="DownSeconds">How long its port is left to others.</param>
/// <param name="DurationSeconds">How long the load lasts.</param>
/// <param name="Index">Which of the hosts with such services it is, from 0.</param>
/// <param name="Hosts">How many of them there are.</param>
internal sealed record ServicesSpec(
    IReadOnlyList<int> Ports, bool Ipv6, double RestartSeconds, double DownSeconds, double DurationSeconds, int Index, int Hosts);
