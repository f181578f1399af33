using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class PortTableTests
{
    [Fact]
    public void Without_a_window_one_parity_is_used_up_before_the_other()
    {
        (from half in Gen.Choose(1, 300) from seed in Gen.Choose(0, 1000) select (half, (ulong)seed)).ForAll(sample =>
        {
            var (half, seed) = sample;
            var table = new PortTable(2 * half, PortSearch.ByParity, seed, new PortTally());
            var taken = Enumerable.Range(0, 2 * half).Select(_ => table.Take()!.Value).ToList();

            Assert.Equal(Enumerable.Range(0, half).Select(port => 2 * port), taken.Take(half).Order());
            Assert.Equal(Enumerable.Range(0, half).Select(port => (2 * port) + 1), taken.Skip(half).Order());
            Assert.Null(table.Take());
        });
    }

    [Fact]
    public void With_a_window_every_port_is_used_once_and_neither_parity_first()
    {
        Gen.Choose(50, 300).ForAll(ports =>
        {
            var table = new PortTable(ports, PortSearch.ByOne, 1, new PortTally());
            var taken = Enumerable.Range(0, ports).Select(_ => table.Take()!.Value).ToList();

            Assert.Equal(Enumerable.Range(0, ports), taken.Order());
            Assert.Equal(2, taken.Take(ports / 2).DistinctBy(port => port % 2).Count());
            Assert.Null(table.Take());
        });
    }

    [Fact]
    public void A_range_of_odd_size_runs_out_at_most_one_port_early()
    {
        var sizes = from half in Gen.Choose(0, 100) from seed in Gen.Choose(0, 1000) select ((2 * half) + 1, (ulong)seed);
        sizes.ForAll(sample =>
        {
            var table = new PortTable(sample.Item1, PortSearch.ByParity, sample.Item2, new PortTally());

            Assert.InRange(TakeAll(table).Count, sample.Item1 - 1, sample.Item1);
        });
    }

    [Fact]
    public void A_range_of_101_ports_sometimes_runs_out_early_and_sometimes_not() =>
        Assert.Equal(
            [100, 101],
            Enumerable.Range(0, 300)
                .Select(seed => TakeAll(new PortTable(101, PortSearch.ByParity, (ulong)seed, new PortTally())).Count).Distinct().Order());

    [Fact]
    public void The_next_search_starts_beyond_the_last_port_by_chance()
    {
        var table = new PortTable(30_000, PortSearch.ByParity, 5, new PortTally());
        var taken = Enumerable.Range(0, 500).Select(_ => table.Take()!.Value).ToList();
        var strides = taken.Zip(taken.Skip(1), (one, next) => (next - one + 30_000) % 30_000).ToHashSet();

        Assert.Equal(Enumerable.Range(1, 8).Select(stride => 2 * stride), strides.Order());
    }

    [Theory]
    [InlineData(PortSearch.ByOne, 1)]
    [InlineData(PortSearch.ByParity, 2)]
    internal void After_a_long_search_the_next_one_starts_beyond_the_port_that_was_found(PortSearch search, int step)
    {
        const int Ports = 1000;
        var table = new PortTable(Ports, search, 9, new PortTally());
        TakeAll(table);
        foreach (var port in Enumerable.Range(1, 40).Select(lap => (40_000 - (lap * 102)) % Ports))
        {
            table.Release(port);
            Assert.Equal(port, table.Take());
            table.Release((port + step) % Ports);
            table.Release((port + Ports - step) % Ports);
            Assert.Equal((port + step) % Ports, table.Take());
            Assert.Equal((port + Ports - step) % Ports, table.Take());
        }
    }

    [Fact]
    public void A_port_that_is_let_go_or_let_be_reused_is_the_only_one_to_be_had()
    {
        var samples = from half in Gen.Choose(1, 200)
                      from port in Gen.Choose(0, (2 * half) - 1)
                      from reused in Gen.Elements(true, false)
                      from search in Gen.Elements(PortSearch.ByOne, PortSearch.ByParity)
                      select (2 * half, port, reused, search);
        samples.ForAll(sample =>
        {
            var (ports, port, reused, search) = sample;
            var tally = new PortTally();
            var table = new PortTable(ports, search, 3, tally);
            TakeAll(table);
            if (reused)
            {
                table.LetReuse(port);
            }
            else
            {
                table.Release(port);
            }

            Assert.Equal((reused ? ports : ports - 1, ports - 1), (tally.Held, tally.Blocked));
            Assert.Equal(port, table.Take());
            Assert.Null(table.Take());
            Assert.Equal((ports, ports, ports, reused ? 1 : 0), (tally.Held, tally.Blocked, tally.EverUsed, tally.TakenOver));
            Assert.Equal(2, table.Uses(port));
        });
    }

    [Fact]
    public void A_set_finds_the_next_member_as_a_plain_search_does()
    {
        var samples = from size in Gen.Choose(1, 9000)
                      from removed in Gen.Choose(0, 8999).Listed(60)
                      from kept in Gen.Choose(0, 8999).Listed(4)
                      from start in Gen.Choose(0, 9000)
                      select (size, removed, kept, start);
        samples.ForAll(sample =>
        {
            // Once nearly full, once nearly empty.
            AssertSame(sample.size, [.. Enumerable.Range(0, sample.size).Except(sample.removed)], sample.start);
            AssertSame(sample.size, [.. sample.kept.Where(position => position < sample.size).Distinct()], sample.start);
        });

        static void AssertSame(int size, HashSet<int> members, int start)
        {
            var set = new PortSet(size);
            foreach (var position in Enumerable.Range(0, size).Where(position => !members.Contains(position)))
            {
                set.Remove(position);
            }

            Assert.Equal(members.Count, set.Count);
            Assert.Equal(members.Where(position => position >= start).Select(position => (int?)position).Min(), set.NextFrom(start));
        }
    }

    private static List<int> TakeAll(PortTable table)
    {
        var taken = new List<int>();
        while (table.Take() is { } port)
        {
            taken.Add(port);
        }

        return taken;
    }
}
