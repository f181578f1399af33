using Repro.Progress;

namespace Repro.Tests.Progress;

public sealed class CaseOutlookTests
{
    [Theory]
    [InlineData(4.76, "ports run out in 3.2 s")]
    [InlineData(8.0, "ports run out now")]
    [InlineData(8.4, "ports run out now")]
    [InlineData(8.6, "past predicted 8.00 s")]
    public void Of_ARunningCase_CountsDown(double elapsed, string words) =>
        Assert.Equal(words, (States.Running with { ElapsedSeconds = elapsed }).Outlook);

    [Fact]
    public void Of_ALongLoad_CountsWholeSeconds() =>
        Assert.Equal("ports run out in 7,195 s", (States.Running with { DurationSeconds = 86_400, PredictedOnsetSeconds = 7_200 }).Outlook);

    [Theory]
    [InlineData(CasePhase.Waiting, null, "not predicted to fail")]
    [InlineData(CasePhase.Running, null, "not predicted to fail")]
    [InlineData(CasePhase.Waiting, 8.0, "predicted 8.00 s")]
    [InlineData(CasePhase.Preparing, 8.0, "predicted 8.00 s")]
    [InlineData(CasePhase.Running, 12.0, "ports outlast the load")]
    [InlineData(CasePhase.Failed, 8.0, "could not be run")]
    [InlineData(CasePhase.Done, 8.0, "no request failed")]
    public void Of_ACaseWithoutFailures_SaysWhatIsPredicted(CasePhase phase, double? onset, string words) =>
        Assert.Equal(words, (States.Running with { Phase = phase, PredictedOnsetSeconds = onset }).Outlook);

    [Theory]
    [InlineData(CasePhase.Running, "failing since 4.00 s")]
    [InlineData(CasePhase.Done, "first failure 4.00 s")]
    public void Of_ACaseWithFailures_SaysSinceWhen(CasePhase phase, string words) =>
        Assert.Equal(words, (States.Running with { Phase = phase, FirstFailureSeconds = 4.001 }).Outlook);
}
