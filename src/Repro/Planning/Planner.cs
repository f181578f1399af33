using System.Globalization;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>Scenario to plan.</summary>
public static class Planner
{
    private const int MaxTuples = 4096;

    // The proxy listens below every port range that is in use, so that its own port is none of the ports that run out.
    private const int LowestLocalPort = 1024;

    /// <summary>Lays out the cases. All that is wrong is reported at once; a mitigation that is wrong has no case.</summary>
    /// <param name="scenario">A parsed scenario.</param>
    /// <param name="hertz">The kernel's timer frequency, as far as it is known.</param>
    public static (Plan Plan, IReadOnlyList<Diagnostic> Diagnostics) Create(Scenario scenario, int hertz)
    {
        var diagnostics = new List<Diagnostic>();
        var cases = new List<PlannedCase>();
        var uses = scenario.Mitigations.Count > 0
            ? scenario.Mitigations
            : [new MitigationUse { Name = Catalogue.Baseline, Position = scenario.Position }];
        foreach (var use in uses)
        {
            if (Apply(use, scenario.Conditions, diagnostics) is not ({ } conditions, var factor))
            {
                continue;
            }

            var wrong = Impossible(conditions).ToList();
            var planned = Case(use, factor, conditions, scenario.Expect, hertz);
            if (cases.Exists(other => other.Id == planned.Id))
            {
                wrong.Add($"there is a case {planned.Id} already; leave one out, or give it another name");
            }

            diagnostics.AddRange(wrong.Select(problem => new Diagnostic(use.Position, $"{use.Name}: {problem}")));
            if (wrong.Count == 0)
            {
                cases.Add(planned);
            }
        }

        diagnostics.AddRange(Unmet(scenario.Expect, uses, cases));
        return (new Plan(cases, hertz), diagnostics);
    }

    private static IEnumerable<Diagnostic> Unmet(
        IReadOnlyList<Expectation> expect, IReadOnlyList<MitigationUse> uses, IReadOnlyList<PlannedCase> cases)
    {
        foreach (var expectation in expect)
        {
            var meant = cases.Where(planned => Names(planned.Mitigation, planned.Factor).Contains(expectation.Mitigation)).ToList();
            if (meant.Count == 0 && !uses.Any(use => use.Name == expectation.Mitigation))
            {
                var suggestion = Suggestion.For(expectation.Mitigation, uses.Select(use => use.Name));
                yield return new Diagnostic(expectation.Position, $"'{expectation.Mitigation}' is not among the mitigations{suggestion}");
            }
            else if (Verdicts.IsComparison(expectation.Verdict) && meant.Exists(planned => !HasBaseline(planned, cases)))
            {
                yield return new Diagnostic(
                    expectation.Position,
                    $"'{expectation.Verdict}' is a verdict beside '{Catalogue.Baseline}' at the same rate, which is not among the cases");
            }
        }
    }

    private static bool HasBaseline(PlannedCase planned, IReadOnlyList<PlannedCase> cases) => !planned.IsBaseline
        && cases.Any(other => other.IsBaseline && other.Conditions.Load.Rate == planned.Conditions.Load.Rate);

    private static (Conditions? Conditions, int? Factor) Apply(MitigationUse use, Conditions conditions, List<Diagnostic> diagnostics)
    {
        var known = Catalogue.All.FirstOrDefault(mitigation => mitigation.Name == use.Name);
        if (use.Overlay is { } overlay)
        {
            if (known is not null)
            {
                diagnostics.Add(new Diagnostic(use.Position, $"'{use.Name}' is a mitigation of the catalogue; give your own another name"));
                return (null, null);
            }

            return (overlay.Apply(conditions), null);
        }

        if (known is null)
        {
            var suggestion = Suggestion.For(use.Name, Catalogue.All.Select(mitigation => mitigation.Name));
            diagnostics.Add(new Diagnostic(use.Position, $"unknown mitigation '{use.Name}'{suggestion}"));
            return (null, null);
        }

        if (use.Factor is not null && known.DefaultFactor is null)
        {
            diagnostics.Add(new Diagnostic(use.Position, $"'{use.Name}' takes no factor; write it alone"));
            return (null, null);
        }

        var factor = known.DefaultFactor is { } usual ? use.Factor ?? usual : (int?)null;
        return (known.Apply(conditions, factor ?? 1), factor);
    }

    private static PlannedCase Case(
        MitigationUse use, int? factor, Conditions conditions, IReadOnlyList<Expectation> expect, int hertz) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{Names(use.Name, factor)[0]}@{conditions.Load.Rate.PerSecond:0.###}"),
        Mitigation = use.Name,
        Summary = Catalogue.All.FirstOrDefault(mitigation => mitigation.Name == use.Name)?.Summary ?? "a change of the scenario's own",
        Factor = factor,
        Expected = expect.FirstOrDefault(expectation => Names(use.Name, factor).Contains(expectation.Mitigation))?.Verdict,
        Conditions = conditions,
        Prediction = Prediction.Of(conditions, hertz),
    };

    private static string[] Names(string name, int? factor) => factor is { } times ? [$"{name}-{times}", name] : [name];

    private static IEnumerable<string> Impossible(Conditions conditions)
    {
        var tuples = conditions.Proxy.Addresses * conditions.Backends.Count * conditions.Backends.Addresses * conditions.Backends.Ports;
        if (tuples > MaxTuples)
        {
            yield return $"{tuples} tuples are more than the lab can hold; keep addresses × backends × ports within {MaxTuples}";
        }

        foreach (var (host, sysctls) in new[] { ("proxy", conditions.Proxy.Sysctls), ("clients", conditions.Clients.Sysctls) })
        {
            var range = sysctls.LocalPorts;
            if (range.Low < LowestLocalPort)
            {
                yield return $"the port range of the {host} would be {range}; keep it within {LowestLocalPort}–{PortRanges.MaxPort}";
            }
            else if (range.Usable(sysctls.ReservedPorts) == 0)
            {
                yield return $"the port range of the {host}, {range}, has no port left that is not reserved";
            }
        }
    }
}
