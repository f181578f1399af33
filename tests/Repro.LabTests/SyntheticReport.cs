using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Charts;

namespace Repro.LabTests;

/// <summary>A report of a run that never was, as the program would write it.</summary>
/// <param name="Conclusions">What it tells; of the first run where several are compared.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Html">The page.</param>
internal sealed record SyntheticReport(RunConclusions Conclusions, IReadOnlyList<Figure> Figures, string Html)
{
    public const string Empty = "empty";
    public const string One = "one";
    public const string Few = "few";
    public const string Forty = "forty";
    public const string LongNames = "long-names";
    public const string Invalid = "invalid";
    public const string Day = "day";
    public const string EveryColour = "every-colour";
    public const string Comparison = "comparison";
    public const string Markup = "markup";

    public const string Bad =
        "</script></style></title><script>alert(1)</script><img src=x onerror=alert(2)>\"' onload='alert(3)' &amp; \\";

    private static readonly Dictionary<string, Lazy<SyntheticReport>> All = new()
    {
        [Empty] = new(() => Of(Drawings.Conclude())),
        [One] = new(() => Of(Drawings.Conclude(Drawings.Baseline))),
        // With sockets in several states.
        [Few] = new(() => Of(Drawings.Conclude(Drawings.Baseline with { FinWait2 = 300 }, Drawings.Delayed, Drawings.Averted))),
        [Forty] = new(() => Of(Drawings.Conclude(Drawings.Many(40)))),
        [LongNames] = new(() => Of(Drawings.Conclude(Drawings.Many(40, 60)))),
        [Invalid] = new(() =>
            Of(Drawings.Conclude([.. Drawings.Many(6, 60).Select(one => one with { End = new CaseEnd(["the proxy died"], 0) })]))),
        [Day] = new(() => Of(Drawings.Conclude(Drawings.Day with { Resolution = 1 }))),
        [EveryColour] = new(() => Of(Drawings.Conclude(Drawings.Many(75)))),
        [Comparison] = new(Compared),
        [Markup] = new(WithMarkup),
    };

    public static SyntheticReport Named(string name) => All[name].Value;

    public Figure Figure(string name) => Figures.Named(name);

    private static SyntheticReport Of(RunConclusions conclusions)
    {
        var figures = ChartBook.Draw(conclusions);
        return new SyntheticReport(conclusions, figures, HtmlReport.Render(conclusions, figures));
    }

    private static SyntheticReport Compared()
    {
        var first = Drawings.Conclude(Drawings.Many(12, 60));
        var comparison = ComparisonAnalysis.Compare([("first", first), ("second", Drawings.Conclude([.. Drawings.Many(12, 60).Skip(2)]))]);
        var figures = ChartBook.Draw(comparison);
        return new SyntheticReport(first, figures, ComparisonReport.Html(comparison, figures));
    }

    private static SyntheticReport WithMarkup()
    {
        var conclusions = Drawings.Conclude(
            Drawings.Baseline with { Label = Bad }, Drawings.Averted with { Id = "a\"b'<i>\\@500", Label = "__proto__" });
        return Of(conclusions with { Summary = conclusions.Summary with { Question = Bad, Scenario = Bad } });
    }
}
