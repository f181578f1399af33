using Repro.Expectations;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>What came of a scenario's expectations.</summary>
internal static class ExpectationRule
{
    private const string NotKnownHere = "this program does not know what that is; a later one may have made the run";
    private const string NoFigure = "this case has no such figure";
    private const string NotKnown = "which does not tell";

    /// <summary>
    /// The cases with what was expected of them. What is of all rates of a label together stands once, at its first case.
    /// </summary>
    /// <param name="cases">Each case as it was judged, and what it was to be.</param>
    /// <param name="thresholds">What is known of each label's threshold.</param>
    public static IReadOnlyList<CaseSummary> Judge(
        IReadOnlyList<(CaseFile File, CaseSummary Summary)> cases, IReadOnlyList<ThresholdSummary> thresholds)
    {
        var told = new HashSet<(string Label, ExpectationFacts Expectation)>();
        return
        [
            .. cases.Select(item => item.Summary with
            {
                Expectations =
                [
                    .. from expectation in item.File.Expects
                       where ExpectableFigures.Named(expectation.Figure) is not { IsOfLabel: true }
                           || told.Add((item.Summary.Label, expectation))
                       select Judge(expectation, item.Summary, thresholds.FirstOrDefault(row => row.Label == item.Summary.Label)),
                ],
            }),
        ];
    }

    private static JudgedExpectation Judge(ExpectationFacts expectation, CaseSummary row, ThresholdSummary? threshold)
    {
        var figure = ExpectableFigures.Named(expectation.Figure);
        if (figure == ExpectableFigures.Verdict)
        {
            return Verdict(expectation, row);
        }

        if (figure is null || Demand.Parse(expectation.Expected, figure).Demand is not { } demand)
        {
            return Of(expectation, ExpectationOutcome.NotJudged, NotKnownHere);
        }

        // Other rates may have told what is of all of them.
        var reading = FigureReadings.Of(figure, row, threshold);
        if (!row.Valid && !(figure.IsOfLabel && reading is not null))
        {
            return Of(expectation, ExpectationOutcome.NotJudged, "the case is invalid");
        }

        if (row.PredictedOnly is { } lacks && reading is null)
        {
            return Of(expectation, ExpectationOutcome.Skipped, lacks);
        }

        if (reading is null)
        {
            return figure == ExpectableFigures.DelayFactor && row.Verdict is Verdicts.NotCompared or Verdicts.Borderline
                ? Of(expectation, ExpectationOutcome.NotJudged, row.NotCompared ?? row.Borderline)
                : Of(
                    expectation, ExpectationOutcome.NotMet,
                    (figure.IsOfLabel ? threshold?.NotMeasured ?? row.Measured?.ThresholdNotMeasured : null) ?? NoFigure);
        }

        var isMet = demand.IsMetBy(reading);
        return Of(
            expectation,
            isMet == true ? ExpectationOutcome.Met : ExpectationOutcome.NotMet,
            isMet is null ? NotKnown : null,
            reading.Text(figure.Unit),
            reading.Value);
    }

    // An invalid case did not come out at all; of one that is not compared only what can be told without a baseline is judged.
    private static JudgedExpectation Verdict(ExpectationFacts expectation, CaseSummary row) => row switch
    {
        { Valid: false } => Of(expectation, ExpectationOutcome.NotJudged, "the case is invalid"),
        { Verdict: Verdicts.NotCompared } => expectation.Expected switch
        {
            Verdicts.Exhausted => Whether(expectation, row, row.FirstFailureSeconds is not null),
            Verdicts.Carried => Whether(expectation, row, row.FirstFailureSeconds is null),
            _ => Of(expectation, ExpectationOutcome.NotJudged, row.NotCompared, row.Verdict),
        },
        _ => Whether(expectation, row, expectation.Expected == row.Verdict),
    };

    private static JudgedExpectation Whether(ExpectationFacts expectation, CaseSummary row, bool isMet) =>
        Of(expectation, isMet ? ExpectationOutcome.Met : ExpectationOutcome.NotMet, measured: row.Verdict);

    private static JudgedExpectation Of(
        ExpectationFacts expectation, string outcome, string? reason = null, string? measured = null, double? value = null) =>
        new(
            expectation.Figure,
            expectation.Expected,
            measured,
            value,
            outcome,
            reason,
            expectation.File.Length == 0 ? null : expectation.File,
            expectation.Line == 0 ? null : expectation.Line,
            expectation.Line == 0 ? null : expectation.Column);
}
