using Repro.Model;
using Repro.Planning;
using Repro.Recording;

namespace Repro.Deployment;

/// <summary>Which of a plan's networks a machine can't have, before a lab is brought up there in vain.</summary>
internal static class NetworkCheck
{
    /// <summary>What to do where a kernel has no IPv6.</summary>
    public const string Ipv6Remedy = "Load its module (modprobe ipv6), or start the machine without ipv6.disable=1 on its command line "
        + "(/proc/cmdline); or run it over IPv4: --set network=ipv4.";

    /// <summary>What to do where a kernel translates nothing.</summary>
    public const string NatRemedy =
        "Load its modules (modprobe nf_tables nft_chain_nat nft_nat nf_conntrack_netlink), or leave nat out: --set nat=0.";

    /// <summary>Refuses a plan that has such networks.</summary>
    /// <exception cref="ReproException">It has.</exception>
    /// <param name="survey">The machine.</param>
    /// <param name="plan">What is to run on it.</param>
    /// <param name="whyNoNat">Why its kernel does not translate; asked where it has to.</param>
    public static void Refuse(MachineSurvey survey, Plan plan, Func<string?> whyNoNat)
    {
        var refused = plan.Cases
            .Where(planned => planned.PredictedOnly is null && planned.Conditions.Network.Family == IpFamily.Ipv6 && !survey.HasIpv6)
            .Select(planned => planned.Id).ToList();
        if (refused.Count > 0)
        {
            throw new ReproException(
                FailureKind.NoLab,
                $"The kernel there ({survey.Kernel}) has no IPv6, which network.family asks for: {string.Join(", ", refused)}.",
                Ipv6Remedy);
        }

        var translated = plan.Cases.Where(planned => planned.PredictedOnly is null && planned.Conditions.HasNat)
            .Select(planned => planned.Id).ToList();
        if (translated.Count > 0 && whyNoNat() is { } error)
        {
            throw new ReproException(
                FailureKind.NoLab,
                $"The kernel there ({survey.Kernel}) takes no rule for source NAT ({error}), which nat asks for: "
                    + $"{string.Join(", ", translated)}.",
                NatRemedy);
        }
    }
}
