using Repro.Cli;
using Repro.Progress;
using Repro.Tests.Progress;

namespace Repro.Tests.Cli;

public sealed class SparklineTests
{
    [Fact]
    public void Of_ARunningCase_LeavesTheFutureBlankButForThePrediction() =>
        Assert.Equal("▁▁▁▁▁▁▁▁▁▁▁▁       ┊    ", Sparkline.Of(States.Running, CaseState.Parts));

    [Fact]
    public void Of_AFewerLetters_ShowsTheWorstOfEachPart() =>
        Assert.Equal("▁█▂     ", Sparkline.Of(
            States.Running with { FailedShares = [0, 0, 0, 0.2, 1, 0, 0.001, 0, 0], PredictedOnsetSeconds = null }, 8));

    [Theory]
    [InlineData(0, '▁')]
    [InlineData(0.001, '▂')]
    [InlineData(0.5, '▅')]
    [InlineData(1, '█')]
    public void Of_AShare_IsAsHigh(double share, char letter) =>
        Assert.Equal(letter, Sparkline.Of(States.Running with { FailedShares = [share] }, CaseState.Parts)[0]);

    [Fact]
    public void Of_ACaseThatOutlastsItsLoad_HasNoMark() =>
        Assert.Equal("    ", Sparkline.Of(States.Waiting with { PredictedOnsetSeconds = 10 }, 4));
}
