using Repro.Analysis;
using Repro.Cli;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Cli;

public sealed class ExitCodeTests
{
    private static readonly CaseBuilder Baseline = CaseBuilder.Exhausted();

    private static readonly CaseBuilder Predicted = new() { Id = "tw-recycle@500", IsBaseline = false, PredictedOnly = "x was removed" };

    [Fact]
    public void A_run_without_expectations_is_fine_whatever_came_out() => Assert.Equal(ExitCode.Ok, Of(Baseline));

    [Theory]
    [InlineData(Verdicts.Exhausted, ExitCode.Ok)]
    [InlineData(Verdicts.Carried, ExitCode.ExpectationFailed)]
    public void What_was_expected_has_to_come_out(string expected, int code) =>
        Assert.Equal(code, Of(Baseline with { Expected = expected }));

    [Fact]
    public void An_invalid_case_comes_before_a_failed_expectation() =>
        Assert.Equal(ExitCode.InvalidCase, Of(Baseline with { Expected = Verdicts.Carried }, Baseline with { Id = "x@500", End = null }));

    [Fact]
    public void A_case_that_never_began_counts_as_invalid() => Assert.Equal(
        ExitCode.InvalidCase,
        ExitCode.Of(RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [Baseline.Build()], ["later@500"])).Summary));

    [Fact]
    public void A_case_that_is_predicted_only_is_no_failure() => Assert.Equal(ExitCode.Ok, Of(Baseline, Predicted));

    [Theory]
    [InlineData(Verdicts.PredictedOnly, ExitCode.Ok)]
    [InlineData(Verdicts.Averted, ExitCode.ExpectationFailed)]
    public void A_prediction_is_no_proof_of_what_was_expected(string expected, int code) =>
        Assert.Equal(code, Of(Baseline, Predicted with { Expected = expected }));

    private static int Of(params CaseBuilder[] cases) =>
        ExitCode.Of(RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], [])).Summary);
}
