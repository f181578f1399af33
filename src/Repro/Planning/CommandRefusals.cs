using Repro.Model;
using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What can't be asked of a program of the user's that sends the load: it is told by its own words alone.</summary>
internal static class CommandRefusals
{
    /// <summary>A sentence each, with what to leave out.</summary>
    public static IEnumerable<string> Of(Conditions conditions, Goal goal)
    {
        if (conditions.Load.Command is not { } command)
        {
            yield break;
        }

        if (conditions.OpensByCommand)
        {
            foreach (var key in conditions.Clients.Said(new Clients { Sysctls = conditions.Clients.Sysctls }))
            {
                yield return $"{command.Name} (load.command) can't be told clients.{key}: say it in the command's own words and leave it "
                    + "out, or leave load.command out";
            }
        }

        if (conditions.OpensByCommand && conditions.DestinationCount > conditions.Clients.Count)
        {
            yield return $"each client's {command.Name} (load.command) is told one address and port, and "
                + $"{Noun.Counted(conditions.Clients.Count, "client")} would use as many of the backends' {conditions.DestinationCount}: "
                + $"say clients.count: {conditions.DestinationCount}, or fewer of backends.count, backends.addresses and backends.ports";
        }

        if (conditions.IsOneHost)
        {
            yield return "on one host (network.path) ports of a command can't be told from those of its backends: leave network.path or "
                + "load.command out";
        }

        if (conditions.HasNat)
        {
            yield return "what a command finds behind a NAT is a timeout, which nobody can ask it about: leave nat or load.command out";
        }

        if (conditions.Load.Arrivals != ArrivalKind.Constant)
        {
            yield return $"{command.Name} (load.command) sends when it likes: leave load.arrivals out";
        }

        if (goal == Goal.Threshold)
        {
            yield return $"a threshold is looked for at exact rates, and {command.Name} (load.command) has its own: leave find or "
                + "load.command out";
        }
    }
}
