using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class IdlePoolTests
{
    private const long Second = 1_000_000_000;

    private readonly IdlePool<string> pool = new(2, seconds: 3);
    private readonly List<string> passed = [];

    [Fact]
    public void The_one_used_last_is_taken_first()
    {
        pool.TryAdd(0, "a");
        pool.TryAdd(1, "b");

        Assert.Equal("b", pool.Take());
        Assert.Equal("a", pool.Take());
        Assert.Null(pool.Take());
    }

    [Fact]
    public void There_is_room_for_so_many_and_again_once_one_was_taken()
    {
        Assert.Equal([true, true, false], new[] { "a", "b", "c" }.Select(item => pool.TryAdd(0, item)));

        Assert.Equal("b", pool.Take());
        Assert.True(pool.TryAdd(0, "c"));
    }

    [Fact]
    public void A_pool_without_room_takes_nothing() => Assert.False(new IdlePool<string>(0, 3).TryAdd(0, "a"));

    [Fact]
    public void Each_wait_is_over_at_its_time()
    {
        pool.TryAdd(0, "a");
        pool.TryAdd(Second, "b");

        Assert.Equal(3 * Second, pool.Next);
        Assert.Equal([], Expire((3 * Second) - 1));
        Assert.Equal(["a"], Expire(3 * Second));
        Assert.Equal(4 * Second, pool.Next);
        Assert.Equal(["a", "b"], Expire(9 * Second));
        Assert.Null(pool.Next);
        Assert.Null(pool.Take());
    }

    [Fact]
    public void One_that_was_used_meanwhile_waits_anew()
    {
        pool.TryAdd(0, "a");
        pool.TryAdd(2 * Second, pool.Take()!);

        Assert.Equal([], Expire(4 * Second));
        Assert.Equal(5 * Second, pool.Next);
    }

    [Fact]
    public void One_that_is_removed_is_neither_taken_nor_handed_out()
    {
        pool.TryAdd(0, "a");
        pool.TryAdd(0, "b");
        pool.Remove("a");
        pool.Remove("nobody");

        Assert.Equal(["b"], Expire(9 * Second));
    }

    private List<string> Expire(long now)
    {
        pool.Expire(now, passed.Add);
        return passed;
    }
}
