using Repro.Model;

namespace Repro.Knobs;

/// <summary>Services on the hosts that open connections, on ports that a connection may be given while they are restarted.</summary>
internal sealed class ListeningServices : Knob
{
    /// <summary>The most services of a host: each has a descriptor.</summary>
    internal const int MostServices = 1024;

    /// <summary>The most restarts of a host in a second.</summary>
    internal const int MostPerSecond = 2000;

    public override string Id => "services";

    public override IReadOnlyList<string> Keys { get; } = ["services.ports", "services.restart", "services.down"];

    public override string ProvenBy => "services are restarted, and bind() says which of them found their port taken";

    public override string Cost => "each listener in the range is a port less for connections";

    public override string Risk => "while a service is down its port is as good as any for a connection of its own host, which keeps it "
        + "from the service until its TIME_WAIT is over: reserve it in ip_local_reserved_ports, or keep it out of the range";

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        var services = conditions.Services;
        if (!conditions.HasServices)
        {
            if (services != new Services())
            {
                yield return "there are no services without ports: say services.ports, or leave services out";
            }

            yield break;
        }

        if (services.Down >= services.Restart)
        {
            yield return "a service would be restarted before it is up again: keep services.down below services.restart";
        }

        if (services.Ports.Any(range => range.Low < LabPorts.FirstFree))
        {
            yield return $"the lab itself listens below {LabPorts.FirstFree}: say services.ports from there on";
        }

        if (services.Count > MostServices)
        {
            yield return $"{services.Count} services are more than a host of the lab can have; keep services.ports within {MostServices}";
        }
        else if (services.Count / services.Restart.TotalSeconds > MostPerSecond)
        {
            yield return FormattableString.Invariant(
                $"{services.Count / services.Restart.TotalSeconds:0} restarts a second are more than a host can do; have fewer of ")
                + $"services.ports, or a longer services.restart, for {MostPerSecond} at the most";
        }

        if (InRange(conditions).Count() == SocketRange.Window(conditions.Opener).Usable(conditions.Opener.Sysctls.ReservedPorts))
        {
            yield return "services listen on every port of the range, and none is left for connections: say fewer of services.ports, or a "
                + "wider range";
        }

        if (conditions.PrefillPercent > 0)
        {
            yield return "ports that are filled before the load would be some of the services': leave prefill or services out";
        }

        if (conditions.Steps.All.Count > 0)
        {
            yield return "what restarts meet is predicted for a load that nothing is changed under: leave steps or services out";
        }

        if (conditions.HasNat)
        {
            yield return "what restarts meet beside a NAT, whose ports may run out first, is not foreseen: leave services or nat out";
        }

        if (conditions.OpensByCommand)
        {
            yield return "whether a command's ports have run out is known by how many are taken, and services have some of them: leave "
                + "services or load.command out";
        }
    }

    /// <summary>The services' ports of a host that a connection may be given.</summary>
    public static IEnumerable<int> InRange(Conditions conditions)
    {
        var window = SocketRange.Window(conditions.Opener);
        var reserved = conditions.Opener.Sysctls.ReservedPorts;
        return conditions.Services.Numbers.Where(port =>
            port >= window.Low && port <= window.High && !reserved.Any(hole => port >= hole.Low && port <= hole.High));
    }

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (conditions.HasServices && observed.DurationSeconds > (conditions.Services.Restart + conditions.Services.Down).TotalSeconds)
        {
            yield return new Evidence(
                "services-restarted",
                observed.Restarts > 0,
                $"{Noun.Counted(observed.Restarts, "restart")} of services, of which {observed.TakenPorts.Count} found the port taken");
        }
    }
}
