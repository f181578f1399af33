using Repro.Labs;
using Repro.Linux;
using Repro.Model;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Deployment;

/// <summary>Which of a plan's sysctls its hosts can't be given, before a lab is brought up for them in vain.</summary>
public static class SysctlCheck
{
    // Some ten milliseconds each.
    private const int MostSets = 32;

    /// <summary>What is wrong by trying them out, as errors; by what is known of kernels where none can be tried, as warnings.</summary>
    /// <param name="scenario">The scenario, for places.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="lab">The kind of lab that it is for; null for the one that a run takes unless told.</param>
    public static IReadOnlyList<Diagnostic> Of(Scenario scenario, Plan plan, string? lab)
    {
        var sets = SetsOf(plan).Take(MostSets).ToList();
        if (sets.Count == 0)
        {
            return [];
        }

        var tried = LabKinds.Of(lab ?? LabKinds.Default).TrySysctlsAsync(sets.Select(set => set.Values), CancellationToken.None);
        return tried.GetAwaiter().GetResult() is not { } read
            ? Elsewhere(scenario, plan)
            : Reported(scenario, isWarning: false,
                from pair in sets.Zip(read)
                from asked in pair.First.Values
                let problem = Problem(asked.Key, asked.Value, pair.Second.GetValueOrDefault(asked.Key))
                where problem is not null
                select (asked, problem));
    }

    /// <summary>What may be wrong on another machine, as warnings.</summary>
    /// <param name="scenario">The scenario, for places.</param>
    /// <param name="plan">Its plan.</param>
    internal static IReadOnlyList<Diagnostic> Elsewhere(Scenario scenario, Plan plan) => Reported(scenario, isWarning: true,
        from set in SetsOf(plan)
        from asked in set.Values
        let problem = MachineSysctls.WhyNot(asked.Key)
        where problem is not null
        select (asked, problem));

    /// <summary>What is wrong with a sysctl that was tried; null for nothing.</summary>
    /// <param name="name">The sysctl.</param>
    /// <param name="asked">What was written.</param>
    /// <param name="read">What was read then; null where there is none.</param>
    internal static string? Problem(string name, string asked, string? read)
    {
        if (read == asked)
        {
            return null;
        }

        if (read is null)
        {
            return SysctlFile.Read(name) is not null
                ? MachineSysctls.WhyNot(name) ?? "is the whole machine's: a network namespace has none of its own"
                : Suggestion.Nearest(name, Sysctls.WellKnown) is { } nearest ? $"is not in this kernel; did you mean '{nearest}'?"
                : MachineSysctls.WhyNot(name) ?? "is not in this kernel, or its module is not loaded";
        }

        return MachineSysctls.WhyNot(name) ?? $"the kernel does not take '{asked}' in a network namespace: it reads back as '{read}'";
    }

    private static IEnumerable<Sysctls> SetsOf(Plan plan) => plan.Cases
        .Where(planned => planned.PredictedOnly is null)
        .SelectMany(planned => Stage.Of(planned.Conditions))
        .SelectMany(stage =>
            new[] { stage.Conditions.Clients.Sysctls, stage.Conditions.Proxy.Sysctls, stage.Conditions.Backends.Sysctls })
        .Where(sysctls => sysctls.Values.Count > 0)
        .Distinct();

    private static List<Diagnostic> Reported(
        Scenario scenario, bool isWarning, IEnumerable<(KeyValuePair<string, string> Asked, string Problem)> problems) =>
    [
        .. from found in problems.Distinct()
           let place = scenario.NamedSysctls.FirstOrDefault(named =>
               named.Name == found.Asked.Key && named.Value == found.Asked.Value)?.Position
           select new Diagnostic(place ?? scenario.Position, $"{found.Asked.Key}: {found.Problem}") { IsWarning = isWarning },
    ];
}
