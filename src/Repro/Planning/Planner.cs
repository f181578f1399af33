using Repro.Knobs;
using Repro.Model;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>Scenario to plan.</summary>
public static class Planner
{
    private const int MostCases = 1000;
    private const int MostAxes = 16;
    private const string RateKey = "load.rate";

    // In seconds: an hour for each of a search's labs.
    private const int LongestHold = 3600;

    // A file system's 255 bytes, less what names of files and charts have around an id.
    private const int LongestId = 220;

    /// <summary>Lays out the cases. All that is wrong is reported at once; a mitigation that is wrong has no case.</summary>
    /// <param name="scenario">A parsed scenario.</param>
    /// <param name="kernel">The kernel, as far as it is known.</param>
    public static (Plan Plan, IReadOnlyList<Diagnostic> Diagnostics) Create(Scenario scenario, Kernel kernel)
    {
        var diagnostics = new List<Diagnostic>();
        var cases = new List<PlannedCase>();
        var uses = Uses(scenario);
        var named = uses.Select(use => (Use: use, Mitigation: ResolvedMitigation.Of(use, diagnostics))).ToList();
        var count = scenario.Matrix.Aggregate((double)uses.Count, (product, axis) => product * axis.Points.Count);
        var position = scenario.Matrix.Count > 0 ? scenario.Matrix[0].Position : uses[0].Position;
        if (count > MostCases || scenario.Matrix.Count > MostAxes)
        {
            diagnostics.Add(new Diagnostic(position, count > MostCases
                ? FormattableString.Invariant($"{count} cases are more than a run can hold; keep them within {MostCases}")
                : $"{scenario.Matrix.Count} keys are more than a matrix can hold; keep them within {MostAxes}"));
            return (new Plan([], scenario.Find, kernel), diagnostics);
        }

        if (scenario.Find == Goal.Threshold && scenario.Matrix.FirstOrDefault(axis => axis.Key == RateKey) is { } rates)
        {
            diagnostics.Add(
                new Diagnostic(rates.Position, $"a threshold is looked for at rates of its own; leave {RateKey} out of the matrix"));
        }

        var ids = new HashSet<string>();
        var expected = ExpectedCases.ByName(scenario.Expect);
        foreach (var point in MatrixPoints.Of(scenario.Matrix, RateKey))
        {
            foreach (var (use, resolved) in named)
            {
                if (resolved is not null)
                {
                    Add(use, resolved, point, scenario, kernel, expected, cases, ids, diagnostics);
                }
            }
        }

        diagnostics.AddRange(ExpectedCases.Unmet(scenario, uses, cases));
        if (Limits.OfPlan(cases) is { } tooMuch)
        {
            diagnostics.Add(new Diagnostic(position, tooMuch));
        }

        return (new Plan(cases, scenario.Find, kernel), diagnostics.Distinct().ToList());
    }

    private static IReadOnlyList<MitigationUse> Uses(Scenario scenario) => scenario.Mitigations.Count > 0
        ? scenario.Mitigations
        : [new MitigationUse { Terms = [new MitigationTerm(Catalogue.Baseline, null)], Position = scenario.Position }];

    private static void Add(
        MitigationUse use,
        ResolvedMitigation resolved,
        MatrixCell cell,
        Scenario scenario,
        Kernel kernel,
        ILookup<string, Expectation> expected,
        List<PlannedCase> cases,
        HashSet<string> ids,
        List<Diagnostic> diagnostics)
    {
        var before = resolved.Apply(cell.Apply(scenario.Conditions));
        var conditions = use.Overlay?.Apply(before) ?? before;

        // Before anything is predicted: the simulator would take every request of a load that is too much, and no port of an empty range.
        var wrong = Limits.Exceeded(conditions, scenario.Find).ToList();
        if (wrong.Count == 0)
        {
            var planned = Case(resolved, OverlayText.Changes(before, conditions), conditions, cell, kernel, expected);
            if (scenario.Find == Goal.Threshold && planned.Prediction.Upstream.HoldSeconds > LongestHold)
            {
                wrong.Add(
                    FormattableString.Invariant($"a connection holds its port for {planned.Prediction.Upstream.HoldSeconds:0} s, and ")
                        + FormattableString.Invariant(
                            $"each lab of a search lasts longer; keep it within {LongestHold} s, by fewer ")
                        + conditions.OpenerKey("keepAlive.requests"));
            }
            else if (planned.Id.Length > LongestId)
            {
                wrong.Add($"the case {planned.Id.AsSpan(0, LongestId)}… has a longer name than a folder can have; give the mitigation a "
                    + "name of its own, or the matrix fewer keys");
            }
            else if (!ids.Add(planned.Id))
            {
                wrong.Add($"there is a case {planned.Id} already; leave one out, or give it another name");
            }
            else
            {
                cases.Add(planned);
            }
        }

        diagnostics.AddRange(wrong.Select(problem => new Diagnostic(use.Position, $"{Quoted.Clip(resolved.Name)}: {problem}")));
        diagnostics.AddRange(KnobRegistry.All.SelectMany(knob => knob.Doubts(conditions))
            .Select(doubt => new Diagnostic(use.Position, $"{Quoted.Clip(resolved.Name)}: {doubt}") { IsWarning = true }));
    }

    // What a scenario sets by its own name is needed as much as by the mitigation's.
    private static IEnumerable<KernelNeed> Needs(ResolvedMitigation resolved, Conditions conditions) => resolved.Terms
        .SelectMany(term => term.Mitigation.Needs)
        .Concat(KnobRegistry.NeedsOf(conditions))
        .DistinctBy(need => need.Name);

    private static PlannedCase Case(
        ResolvedMitigation resolved, string own, Conditions conditions, MatrixCell cell, Kernel kernel,
        ILookup<string, Expectation> expected)
    {
        var missing = Needs(resolved, conditions).Where(need => !kernel.Has(need)).ToList();
        var planned = new PlannedCase
        {
            Mitigation = resolved.Name,
            Key = resolved.Key,
            MitigationLabel = resolved.Label,
            Point = cell.Name,
            Summary = resolved.Summary(own),
            Risk = resolved.Risk,
            PredictedOnly = missing.Count == 0 ? null : string.Join("; ", missing.Select(need => need.Reason)),
            Conditions = conditions,
            Foreseen = new(() => Prediction.Of(conditions, kernel)),
        };
        return planned with { Expected = ExpectedCases.For(planned, expected) };
    }
}
