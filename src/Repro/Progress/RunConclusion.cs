namespace Repro.Progress;

/// <summary>What came of a run.</summary>
/// <param name="Report">The report's file, in full.</param>
/// <param name="Problem">Why the run ended before its end; null where it did not.</param>
/// <param name="Headline">What it found, in a sentence or two.</param>
/// <param name="Findings">What was concluded of each case.</param>
public sealed record RunConclusion(string Report, string? Problem, string Headline, IReadOnlyList<CaseFinding> Findings);

/// <summary>What was concluded of a case.</summary>
/// <param name="Id">Names the case.</param>
/// <param name="Label">Mitigation, factor and values of the matrix as people read them.</param>
/// <param name="OfferedPerSecond">Requests per second that were to be sent.</param>
/// <param name="Verdict">The verdict, in the words of the scenario's expectations, or invalid.</param>
/// <param name="VerdictText">The same with its factor, where it has one.</param>
/// <param name="ExpectedInstead">What the scenario expected; null where it came out so, or nothing was expected.</param>
/// <param name="Sentence">The finding in words, without the label.</param>
public sealed record CaseFinding(
    string Id, string Label, double OfferedPerSecond, string Verdict, string VerdictText, string? ExpectedInstead, string Sentence);
