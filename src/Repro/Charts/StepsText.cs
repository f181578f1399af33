using Repro.Analysis;

namespace Repro.Charts;

/// <summary>What was changed in the course of a load, and what came of it, in sentences.</summary>
internal static class StepsText
{
    /// <summary>What of it follows a case's result; nothing where nothing was changed.</summary>
    public static string Of(CaseSummary summary)
    {
        if (summary.Steps is not { } steps || summary.Measured?.Failing is not { } failing)
        {
            return "";
        }

        var changes = string.Concat(steps.Select(step => $" {Format.Seconds(step.DoneSeconds ?? step.AtSeconds)}: {step.Text}."));
        var measured = Spans([.. failing.Select(span => (span.FromSeconds, span.UntilSeconds))]);
        var predicted = Spans([.. (summary.Predicted.Failing ?? []).Select(span => (span.FromSeconds, span.UntilSeconds))]);
        return $"{changes} {(measured.Length == 0 ? "No port was missing" : $"Ports were missing {measured}")}; "
            + $"predicted: {(predicted.Length == 0 ? "at no moment" : predicted)}.";
    }

    private static string Spans(IReadOnlyList<(double From, double? Until)> spans) => string.Join(
        ", and ",
        spans.Select(span =>
            $"from {Format.Seconds(span.From)} to {(span.Until is { } until ? Format.Seconds(until) : "the end")}"));
}
