using Repro.Labs;
using Repro.Planning;

namespace Repro.Deployment;

/// <summary>Which of a plan's hosts a kind of lab can't have, before one is brought up for them in vain.</summary>
internal static class HostCheck
{
    /// <summary>Refuses a plan that has such hosts.</summary>
    /// <exception cref="ReproException">It has.</exception>
    public static void Refuse(ILabKind kind, Plan plan)
    {
        var refused = plan.Cases.Where(planned => planned.PredictedOnly is null)
            .Select(planned => (planned.Id, Hosts: Topology.Hosts(planned)))
            .Select(one => (one.Id, one.Hosts, Reason: one.Hosts.Select(kind.WhyNot).FirstOrDefault(reason => reason is not null)))
            .Where(one => one.Reason is not null)
            .ToList();
        if (refused.Count == 0)
        {
            return;
        }

        var (_, _, reason) = refused[0];
        var alike = refused.Where(one => one.Reason == reason).ToList();
        var others = LabKinds.All.Where(other => alike.TrueForAll(one => one.Hosts.All(host => other.WhyNot(host) is null)))
            .Select(other => $"--lab {other.Name}").ToList();
        throw new ReproException(
            FailureKind.BadInput,
            $"{reason}: {string.Join(", ", alike.Select(one => one.Id))}.",
            others.Count > 0
                ? $"Run it in another lab ({string.Join(", ", others)}), or leave these cases out (--case)."
                : "Leave these cases out (--case).");
    }
}
