using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>What is used again is nobody's by then.</summary>
public sealed class PoolTests
{
    private readonly Pool<object> pool = new(() => new object());

    [Fact]
    public void What_is_given_back_is_not_handed_out_before_the_next_turn()
    {
        var first = pool.Take();
        pool.Return(first);
        Assert.NotSame(first, pool.Take());

        pool.Turn();
        Assert.Same(first, pool.Take());
    }

    [Fact]
    public void No_two_have_the_same()
    {
        var taken = Enumerable.Range(0, 3).Select(_ => pool.Take()).ToList();
        taken.ForEach(pool.Return);
        pool.Turn();
        pool.Turn();

        Assert.Equivalent(taken, Enumerable.Range(0, 3).Select(_ => pool.Take()).ToList());
        Assert.DoesNotContain(pool.Take(), taken);
    }
}
