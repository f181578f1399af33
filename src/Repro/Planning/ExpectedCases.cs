using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>Whether what a scenario expects can be told from its cases.</summary>
internal static class ExpectedCases
{
    /// <summary>A scenario's expectations by the names that they mean.</summary>
    public static ILookup<string, Expectation> ByName(IEnumerable<Expectation> expect) =>
        (from expectation in expect from name in PlannedCase.Spellings(expectation.Mitigation) select (name, expectation))
        .ToLookup(pair => pair.name, pair => pair.expectation);

    /// <summary>What is expected of a case; what names its rate or its factor too stands in the place of what doesn't.</summary>
    public static IReadOnlyList<Expectation> For(PlannedCase planned, ILookup<string, Expectation> expect) =>
        planned.Names.Select(name => expect[name].ToList()).FirstOrDefault(expected => expected.Count > 0) ?? [];

    /// <summary>What is wrong with the expectations.</summary>
    public static IEnumerable<Diagnostic> Unmet(
        Scenario scenario, IReadOnlyList<MitigationUse> uses, IReadOnlyList<PlannedCase> cases)
    {
        var names = uses.Select(use => use.OwnName ?? string.Join(" + ", use.Terms.Select(term => term.Name))).Distinct().ToHashSet();
        var called = (from planned in cases from name in planned.Names select (name, planned))
            .ToLookup(pair => pair.name, pair => pair.planned);
        foreach (var expectation in scenario.Expect)
        {
            var meant = PlannedCase.Spellings(expectation.Mitigation).SelectMany(name => called[name]).Distinct().ToList();
            if (meant.Count == 0 && !names.Contains(expectation.Mitigation) && !names.Any(IsCaseOfWrong))
            {
                var suggestion = Suggestion.For(expectation.Mitigation, names);
                yield return new Diagnostic(
                    expectation.Position, $"{Quoted.Of(expectation.Mitigation)} is not among the mitigations{suggestion}");
            }
            else if (expectation.IsVerdict && meant.Exists(planned => !CanBe(expectation.Expected, planned)))
            {
                yield return new Diagnostic(
                    expectation.Position,
                    $"'{expectation.Expected}' is never the verdict of a case " + (Verdicts.IsOfServices(expectation.Expected)
                        ? $"without services; write another, like {Verdicts.Exhausted} or {Verdicts.Carried}, or say services"
                        : $"with services, which is about their restarts: write {Verdicts.Kept} or {Verdicts.Taken}"));
            }
            else if (expectation.IsComparison && meant.Exists(planned => !HasBaseline(planned, cases)))
            {
                yield return new Diagnostic(
                    expectation.Position,
                    $"{(expectation.IsVerdict ? $"'{expectation.Expected}' is a verdict" : $"{expectation.Figure} is a figure")} beside "
                        + $"'{Catalogue.Baseline}' at the same rate, which is not among the cases");
            }

            // A mitigation that is wrong has no case, and its own error.
            bool IsCaseOfWrong(string name) =>
                expectation.Mitigation.StartsWith($"{name}@", StringComparison.Ordinal) && !called.Contains(name);
        }
    }

    // What does not run here has none but that it was not.
    private static bool CanBe(string verdict, PlannedCase planned) =>
        verdict == Verdicts.PredictedOnly || Verdicts.IsOfServices(verdict) == planned.Conditions.HasServices;

    /// <summary>Whether there is a baseline to compare a case with.</summary>
    public static bool HasBaseline(PlannedCase planned, IReadOnlyList<PlannedCase> cases) => !planned.IsBaseline
        && cases.Any(other => other.IsBaseline
            && other.Point == planned.Point
            && other.Conditions.Load.Law.OfferedPerSecond == planned.Conditions.Load.Law.OfferedPerSecond);
}
