using Repro.Model;
using Repro.Planning;
using Repro.Recording;

namespace Repro.Deployment;

/// <summary>Which of a plan's networks a machine can't have, before a lab is brought up there in vain.</summary>
internal static class NetworkCheck
{
    /// <summary>Refuses a plan that has such networks.</summary>
    /// <exception cref="ReproException">It has.</exception>
    public static void Refuse(MachineSurvey survey, Plan plan)
    {
        var refused = plan.Cases
            .Where(planned => planned.PredictedOnly is null && planned.Conditions.Network.Family == IpFamily.Ipv6 && !survey.HasIpv6)
            .Select(planned => planned.Id).ToList();
        if (refused.Count > 0)
        {
            throw new ReproException(
                FailureKind.NoLab,
                $"The kernel there ({survey.Kernel}) has no IPv6, which network.family asks for: {string.Join(", ", refused)}.",
                "Load its module (modprobe ipv6), or start the machine without ipv6.disable=1 on its command line (/proc/cmdline); or run "
                    + "it over IPv4: --set network=ipv4.");
        }
    }
}
