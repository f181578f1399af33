using Repro.Analysis;
using Repro.Charts;

namespace Repro.Tests.Charts;

public sealed class FailureSharesTests
{
    [Fact]
    public void Shares_CaseThatFailsFully_StaysAtAllHoweverLateItsFailuresEnd() =>
        Assert.Equal([0, 0.5, 1, 1, 1], Shares((500, 0), (250, 250), (0, 500), (0, 300), (0, 20)));

    [Fact]
    public void Shares_StepInWhichNothingEnded_IsAsTheOneBefore() => Assert.Equal([0, 1, 1, 0], Shares((0, 0), (0, 10), (0, 0), (10, 0)));

    private static IEnumerable<double> Shares(params (double Ok, double Failed)[] steps) =>
        FailuresFigure.Shares([.. steps.Select((step, index) => new TrafficPoint(index, step.Ok, step.Failed, 500))])
            .Select(point => point.Share);
}
