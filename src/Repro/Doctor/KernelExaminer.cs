using Repro.Deployment;
using Repro.Knobs;
using Repro.Linux;
using Repro.Nodes;
using Repro.Planning;
using Repro.Recording;

namespace Repro.Doctor;

/// <summary>What the kernel has in a namespace as hosts have it.</summary>
internal static class KernelExaminer
{
    private const string Group = "kernel";

    /// <summary>The parts, as they are in the namespace that this process is in.</summary>
    public static IEnumerable<ExaminedPart> Examine() => Examine(Survey.Take(), SourceNat.WhyNot());

    /// <summary>What is said where there is no namespace to look into.</summary>
    public static IEnumerable<ExaminedPart> WithoutNamespaces() =>
    [
        new(
            Group, "of hosts", PartState.Missing, "can't be looked at without namespaces", "mitigations, IPv6 and NAT",
            "Have namespaces first: see above."),
    ];

    /// <summary>The same of what was found.</summary>
    /// <param name="survey">The machine.</param>
    /// <param name="natError">Why the kernel translates nothing; null where it does.</param>
    internal static IEnumerable<ExaminedPart> Examine(MachineSurvey survey, string? natError)
    {
        yield return new ExaminedPart(
            Group, "release", PartState.Ok, $"{survey.Kernel}, HZ={survey.Hertz}", "predictions, which stand on its timers");
        foreach (var need in KnobRegistry.Needs)
        {
            var users = Catalogue.All.Where(mitigation => mitigation.Needs.Contains(need)).Select(mitigation => mitigation.Name).ToList();
            var needed = users.Count > 0 ? string.Join(", ", users) : "scenarios that set it";
            yield return survey.Has.Contains(need.Name)
                ? new ExaminedPart(Group, need.Name, PartState.Ok, "is in this kernel", needed)
                : new ExaminedPart(
                    Group, need.Name, PartState.Missing, need.Reason, needed, "Nothing has to be done: such cases are predicted only.");
        }

        yield return survey.HasIpv6
            ? new ExaminedPart(Group, "IPv6", PartState.Ok, "is in this kernel", "network: ipv6")
            : new ExaminedPart(Group, "IPv6", PartState.Missing, "is not in this kernel", "network: ipv6", NetworkCheck.Ipv6Remedy);
        yield return natError is null
            ? new ExaminedPart(Group, "source NAT", PartState.Ok, "netfilter takes its rules", "nat")
            : new ExaminedPart(
                Group, "source NAT", PartState.Missing, $"netfilter takes no rule for it ({natError})", "nat", NetworkCheck.NatRemedy);
    }
}
