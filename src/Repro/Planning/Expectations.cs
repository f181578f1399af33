using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>Whether what a scenario expects can be told from its cases.</summary>
internal static class Expectations
{
    /// <summary>The verdict that is expected of a case; one that names its rate or its factor too comes before one that doesn't.</summary>
    public static string? For(PlannedCase planned, IReadOnlyList<Expectation> expect) => expect
        .Where(expectation => planned.IsCalled(expectation.Mitigation))
        .MinBy(expectation => expectation.Mitigation == planned.Id ? 0 : expectation.Mitigation != planned.Mitigation ? 1 : 2)?.Verdict;

    /// <summary>What is wrong with the expectations.</summary>
    public static IEnumerable<Diagnostic> Unmet(
        Scenario scenario, IReadOnlyList<MitigationUse> uses, IReadOnlyList<PlannedCase> cases)
    {
        foreach (var expectation in scenario.Expect)
        {
            var meant = cases.Where(planned => planned.IsCalled(expectation.Mitigation)).ToList();
            var names = uses.Select(use => use.OwnName ?? string.Join(" + ", use.Terms.Select(term => term.Name))).ToList();
            if (meant.Count == 0 && !names.Contains(expectation.Mitigation) && !names.Exists(IsCaseOfWrong))
            {
                var suggestion = Suggestion.For(expectation.Mitigation, names);
                yield return new Diagnostic(expectation.Position, $"'{expectation.Mitigation}' is not among the mitigations{suggestion}");
            }
            else if (Verdicts.IsComparison(expectation.Verdict) && meant.Exists(planned => !HasBaseline(planned, cases)))
            {
                yield return new Diagnostic(
                    expectation.Position,
                    $"'{expectation.Verdict}' is a verdict beside '{Catalogue.Baseline}' at the same rate, which is not among the cases");
            }

            // A mitigation that is wrong has no case, and its own error.
            bool IsCaseOfWrong(string name) => expectation.Mitigation.StartsWith($"{name}@", StringComparison.Ordinal)
                && !cases.Any(planned => planned.IsCalled(name));
        }
    }

    /// <summary>Whether there is a baseline to compare a case with.</summary>
    public static bool HasBaseline(PlannedCase planned, IReadOnlyList<PlannedCase> cases) => !planned.IsBaseline
        && cases.Any(other => other.IsBaseline && other.Point == planned.Point && other.Conditions.Load.Rate == planned.Conditions.Load.Rate);
}
