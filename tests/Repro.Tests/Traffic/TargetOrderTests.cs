using FsCheck.Fluent;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class TargetOrderTests
{
    [Fact]
    public void Of_TwoTargetsAndTwoClients_TheSecondTurnIsShifted() => Assert.Equal(["a", "b", "b", "a"], TargetOrder.Of(["a", "b"], 2));

    [Fact]
    public void Of_OneClient_TheTargetsAsTheyAre() => Assert.Equal(["a", "b", "c"], TargetOrder.Of(["a", "b", "c"], 1));

    [Fact]
    public void Clients_that_take_turns_meet_every_target_once_in_each_round() => Gen.Choose(1, 32).Two().ForAll(sizes =>
    {
        var (count, clients) = sizes;
        List<string> targets = [.. Enumerable.Range(0, count).Select(number => $"target-{number}")];
        var met = TargetOrder.Of(targets, clients).Select((target, request) => (Client: request % clients, target)).ToList();

        Assert.Equal(count * clients, met.Count);
        Assert.Distinct(met);
    });

    [Fact]
    public void The_load_is_even_over_the_targets_at_any_moment() => Gen.Choose(1, 32).Two().ForAll(sizes =>
    {
        var (count, clients) = sizes;
        List<string> targets = [.. Enumerable.Range(0, count).Select(number => $"target-{number}")];
        var taken = targets.ToDictionary(target => target, _ => 0);
        foreach (var target in TargetOrder.Of(targets, clients))
        {
            taken[target]++;
            // A shift may take a target again before its turn.
            Assert.InRange(taken.Values.Max() - taken.Values.Min(), 0, 2);
        }
    });
}
