using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class DeadlinesTests
{
    private const long Second = 1_000_000_000;

    private readonly HashSet<(string Item, int Generation)> over = [];
    private readonly List<string> passed = [];
    private readonly Deadlines<string> deadlines;

    public DeadlinesTests() => deadlines = new Deadlines<string>(2, (item, generation) => over.Contains((item, generation)));

    [Fact]
    public void A_limit_passes_once_when_its_time_has_come()
    {
        deadlines.Add(0, "a", 0);
        deadlines.Add(Second, "b", 0);

        Assert.Equal([], Expire(2 * Second - 1));
        Assert.Equal(["a"], Expire(2 * Second));
        Assert.Equal(3 * Second, deadlines.Next);
        Assert.Equal(["a", "b"], Expire(9 * Second));
        Assert.Null(deadlines.Next);
    }

    [Fact]
    public void What_ended_by_itself_never_passes()
    {
        deadlines.Add(0, "a", 0);
        deadlines.Add(1, "b", 0);
        over.Add(("a", 0));

        Assert.Equal((2 * Second) + 1, deadlines.Next);
        Assert.Equal(["b"], Expire(9 * Second));
    }

    [Fact]
    public void An_item_that_moved_on_keeps_its_later_limit()
    {
        deadlines.Add(0, "a", 1);
        deadlines.Add(Second, "a", 2);
        over.Add(("a", 1));

        Assert.Equal([], Expire(2 * Second));
        Assert.Equal(["a"], Expire(3 * Second));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(1L, null, 1L)]
    [InlineData(null, 2L, 2L)]
    [InlineData(3L, 2L, 2L)]
    public void Earliest_Of_IgnoresTheAbsent(long? left, long? right, long? earliest) => Assert.Equal(earliest, Earliest.Of(left, right));

    private List<string> Expire(long now)
    {
        deadlines.Expire(now, passed.Add);
        return passed;
    }
}
