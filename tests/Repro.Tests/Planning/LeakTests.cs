using Repro.Knobs;
using Repro.Planning;
using Repro.Tests.Knobs;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>Connections that are never closed by whoever opened them.</summary>
public sealed class LeakTests
{
    private const string Leak = """
        load: { rate: 250/s, duration: 6s }
        proxy: { close: never, sysctls: { net.ipv4.ip_local_port_range: 32768 33267 } }

        """;

    [Theory]
    [InlineData("")]
    [InlineData("backends: { closes: first }")]
    [InlineData("mitigations: [tw-reuse]")]
    public void Each_takes_a_port_for_good(string more)
    {
        var (plan, wrong) = Planner.Create(ScenarioText.Parse(Leak + more), new Kernel());

        Assert.Empty(wrong);
        Assert.Equal(4, plan.Cases[0].Prediction.Upstream.OnsetSeconds);
    }

    [Theory]
    [InlineData("proxy: { close: never, kind: nginx }", "nginx closes what it opens")]
    [InlineData("proxy: { close: never, keepAlive: { connections: 4 } }", "what is never closed is not kept for another request either")]
    public void What_can_not_leak_is_refused(string yaml, string why)
    {
        var (_, wrong) = Planner.Create(ScenarioText.Parse(yaml), new Kernel());

        Assert.Contains(wrong, diagnostic => diagnostic.Message.Contains(why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5000, 0, true)]
    [InlineData(100, 0, false)]
    [InlineData(5000, 2000, false)]
    public void That_it_leaks_is_proven_by_what_is_open_and_that_nothing_is_in_TIME_WAIT(int open, int timeWait, bool acted)
    {
        var conditions = ScenarioText.Parse(Leak).Conditions;
        var proofs = new NeverClosed().Proof(conditions, new Observed { PeakOpen = open, PeakTimeWait = timeWait });

        Assert.Equal(acted, proofs.All(proof => proof.Acted));
    }
}
