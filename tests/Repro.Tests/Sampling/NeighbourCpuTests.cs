using Repro.Sampling;

namespace Repro.Tests.Sampling;

public sealed class NeighbourCpuTests
{
    [Theory]
    [InlineData("156 (nginx) S 1 156 1 0 -1 4194560 120 0 0 0 37 13 0 0 20 0 1 0 8126 56111104 1344 18446744073709551615", 50)]
    [InlineData("156 (a ) (b) S 1 156 1 0 -1 4194560 120 0 0 0 2 3 0 0 20 0 1 0 8126", 5)]
    [InlineData("156 (sh) S 1 156 1 0 -1 4194560 120 0 0 0 2 3 70 8 20 0 1 0 8126", 83)]
    [InlineData("", 0)]
    public void Ticks_StatOfAProcess_ItsTimeAndThatOfChildrenWhichHaveEnded(string stat, long ticks) =>
        Assert.Equal(ticks, NeighbourCpu.Ticks(stat));
}
