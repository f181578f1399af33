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

        foreach (var expectation in scenario.Expect)
        {
            if (!uses.Any(use => Names(use.Name, use.Factor).Contains(expectation.Mitigation)))
            {
                diagnostics.Add(new Diagnostic(
                    expectation.Position,
                    $"'{expectation.Mitigation}' is not among the mitigations{Suggestion.For(expectation.Mitigation, uses.Select(use => use.Name))}"));
            }
        }

        return (new Plan(cases, hertz), diagnostics);
    }

    private static (Conditions? Conditions, int? Factor) Apply(MitigationUse use, Conditions conditions, List<Diagnostic> diagnostics)
    {
        if (use.Overlay is { } overlay)
        {
            return (overlay.Apply(conditions), null);
        }

        if (Catalogue.All.FirstOrDefault(mitigation => mitigation.Name == use.Name) is not { } known)
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
