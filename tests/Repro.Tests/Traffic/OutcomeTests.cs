using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class OutcomeTests
{
    [Fact]
    public void An_outcome_is_named_by_stage_and_cause() => Assert.Equal(
        [
            "connect/EADDRNOTAVAIL", "bind/EADDRINUSE", "connect/ECONNREFUSED", "open/EMFILE", "write/errno-4000",
            "read/timeout", "connect/closed", "read/malformed", "http/502",
        ],
        new[]
        {
            Outcome.Of(Stage.Connect, 99), Outcome.Of(Stage.Bind, 98), Outcome.Of(Stage.Connect, 111), Outcome.Of(Stage.Open, 24),
            Outcome.Of(Stage.Write, 4000), Outcome.Timeout(Stage.Read), Outcome.Closed(Stage.Connect), Outcome.Malformed,
            Outcome.Status(502),
        }.Select(outcome => outcome.Name));

    [Fact]
    public void There_is_one_object_per_kind()
    {
        Assert.Same(Outcome.Of(Stage.Connect, 99), Outcome.Of(Stage.Connect, "EADDRNOTAVAIL"));
        Assert.Same(Outcome.Status(502), Outcome.Status(502));
        Assert.NotSame(Outcome.Timeout(Stage.Read), Outcome.Timeout(Stage.Connect));
    }
}
