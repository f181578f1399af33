using FsCheck.Fluent;
using Repro.Control;

namespace Repro.Tests.Control;

public sealed class ClockOffsetTests
{
    private const long Asked = 7_000_000_000;

    [Fact]
    public void Of_AnyWays_IsWrongByItsBoundAtTheMost() =>
        (from ahead in Gen.Choose(-1_000_000_000, 1_000_000_000)
         from there in Gen.Choose(0, 1_000_000_000)
         from back in Gen.Choose(0, 1_000_000_000)
         select (Ahead: (long)ahead, There: (long)there, Back: (long)back)).ForAll(ways =>
        {
            var offset = ClockOffset.Of(Asked, Asked + ways.There + ways.Ahead, Asked + ways.There + ways.Back);
            Assert.InRange(offset.Nanoseconds, ways.Ahead - offset.Bound, ways.Ahead + offset.Bound);
        });

    [Theory]
    [InlineData(100, 40, 100, 40, 40)] // as it was
    [InlineData(100, 40, 130, 20, 50)] // drifted by 30, which is known to 20
    [InlineData(100, 40, 90, 200, 210)] // known worse later
    public void Until_AnotherComparison_HoldsForBoth(long offset, long bound, long later, long laterBound, long expected) =>
        Assert.Equal(new ClockOffset(offset, expected), new ClockOffset(offset, bound).Until(new ClockOffset(later, laterBound)));
}
