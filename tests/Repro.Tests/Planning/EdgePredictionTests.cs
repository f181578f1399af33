using Repro.Knobs;
using Repro.Model;
using Repro.Physics;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class EdgePredictionTests
{
    private static readonly Conditions Base = new()
    {
        Load = new Load { Rate = new Rate(10), Duration = TimeSpan.FromSeconds(115) },
        Clients = new Clients { Count = 1 },
        Backends = new Backends { Count = 1 },
        Proxy = new Proxy { Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32867") },
    };

    [Theory]
    [Trait("Fault", "B1")]
    [InlineData("62", 10, 10)]
    [InlineData("70", 30, 4)]
    [InlineData("90", 70, 1.4)]
    public void A_fin_timeout_above_a_minute_holds_no_port_that_long(string timeout, double lateness, double rate) =>
        Assert.Equal((null, null), Onset(Base with
        {
            Load = Base.Load with { Rate = new Rate(rate) },
            Backends = Base.Backends with { FinDelay = TimeSpan.FromSeconds(lateness) },
            Proxy = Base.Proxy with { Sysctls = Base.Proxy.Sysctls.With(Sysctls.TcpFinTimeoutKey, timeout) },
        }));

    [Fact]
    [Trait("Fault", "B1")]
    public void A_measured_TIME_WAIT_just_below_the_minute_leaves_the_orphans_of_a_minute_alone() => Assert.Equal(
        61.02,
        Prediction.Of(
            Base with { Backends = Base.Backends with { FinDelay = TimeSpan.FromSeconds(100) } }, new Kernel { TimeWaitSeconds = 59.97 })
            .Upstream.HoldSeconds,
        0.05);

    [Fact]
    [Trait("Fault", "B2")]
    public void A_FIN_that_comes_with_the_timeout_comes_in_time() => Assert.Equal((10.0, null), Onset(Base with
    {
        Backends = Base.Backends with { FinDelay = TimeSpan.FromSeconds(5) },
        Proxy = Base.Proxy with { Sysctls = Base.Proxy.Sysctls.With(Sysctls.TcpFinTimeoutKey, "5") },
    }));

    [Theory]
    [Trait("Fault", "D2")]
    [InlineData(49, "how evenly requests come: idle 49 ms, a request every 50 ms")]
    [InlineData(52, "how evenly requests come: idle 52 ms, a request every 50 ms")]
    public void Connections_that_are_closed_about_when_the_next_request_is_due_depend_on_how_evenly_requests_come(int idle, string on)
    {
        var hop = Upstream(Idle(idle));

        Assert.Equal((null, 5.0, null, on), (hop.OnsetSeconds, hop.EarliestOnsetSeconds, hop.LatestOnsetSeconds, hop.DependsOn));
    }

    [Theory]
    [Trait("Fault", "D2")]
    [InlineData(15, 5.0)]
    [InlineData(85, null)]
    public void Far_from_when_the_next_request_is_due_nothing_depends_on_that(int idle, double? onset) =>
        Assert.Equal((onset, null), (Upstream(Idle(idle)).OnsetSeconds, Upstream(Idle(idle)).DependsOn));

    private static Conditions Idle(int milliseconds) => Base with
    {
        Load = Base.Load with { Rate = new Rate(20), Duration = TimeSpan.FromSeconds(14) },
        Proxy = Base.Proxy with { KeepAlive = new KeepAlive { Connections = 2, Idle = TimeSpan.FromMilliseconds(milliseconds) } },
    };

    [Fact]
    [Trait("Fault", "B3")]
    public void A_hop_has_the_threshold_and_the_rate_below_which_nothing_fails()
    {
        var hop = Upstream(Base with
        {
            Load = Base.Load with { Rate = new Rate(3.25) },
            Proxy = Base.Proxy with { Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32967") },
        });

        Assert.Equal((200 / 62.048, 200 / 61.024), (hop.SafePerSecond!.Value, hop.ThresholdPerSecond!.Value));
        Assert.Equal(
            (61.54, null, 63.08),
            (Math.Round(hop.OnsetSeconds!.Value, 2), hop.EarliestOnsetSeconds, Math.Round(hop.LatestOnsetSeconds!.Value, 2)));
    }

    [Theory]
    [Trait("Fault", "B5")]
    [InlineData("mitigations: [tw-recycle]")]
    [InlineData("mitigations: [{ name: own, change: { proxy: { sysctls: { net.ipv4.tcp_tw_recycle: 1 } } } }]")]
    [InlineData("proxy: { sysctls: { net.ipv4.tcp_tw_recycle: 1 } }")]
    [InlineData("clients: { sysctls: { net.ipv4.tcp_tw_recycle: 1 } }")]
    public void A_sysctl_that_the_kernel_lacks_makes_a_case_predicted_only_by_whichever_name_it_is_set(string text)
    {
        var planned = Assert.Single(Planner.Create(ScenarioText.Parse(text), new Kernel()).Plan.Cases);

        Assert.Equal("net.ipv4.tcp_tw_recycle was removed in Linux 4.12", planned.PredictedOnly);
        Assert.Null(Assert.Single(Planner.Create(ScenarioText.Parse(text), new Kernel { Has = _ => true }).Plan.Cases).PredictedOnly);
    }

    [Theory]
    [Trait("Fault", "B5")]
    [InlineData("proxy: { socketPorts: 32768 32867 }", "IP_LOCAL_PORT_RANGE")]
    [InlineData("proxy: { bind: address }", "IP_BIND_ADDRESS_NO_PORT")]
    [InlineData("proxy: { addresses: 2 }", "IP_BIND_ADDRESS_NO_PORT")]
    [InlineData("proxy: { addresses: 2, bind: port }", null)]
    public void A_socket_option_that_the_kernel_lacks_makes_a_case_predicted_only_whoever_asks_for_it(string text, string? option)
    {
        var planned = Assert.Single(
            Planner.Create(ScenarioText.Parse(text), new Kernel { Has = need => need.Kind != NeedKind.SocketOption }).Plan.Cases);

        Assert.Equal(option, planned.PredictedOnly?.Split(' ')[0]);
    }

    [Fact]
    [Trait("Fault", "B6")]
    public void A_burst_runs_out_within_the_time_that_sending_it_takes()
    {
        var hop = Prediction.Of(
            Base with
            {
                Load = new Load { Rate = new Rate(1000), Duration = TimeSpan.FromSeconds(3), Arrivals = ArrivalKind.Bursts, Burst = 3000 },
                Proxy = new Proxy { Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 34767") },
            },
            new Kernel { CpuSecondsPerRequest = 0.0003 }).Upstream;

        Assert.Equal((0.0, 0.6), (hop.OnsetSeconds!.Value, Math.Round(hop.LatestOnsetSeconds!.Value, 9)));
    }

    [Fact]
    [Trait("Fault", "B6")]
    public void The_search_of_bind_is_not_the_one_of_connect_and_has_no_knee()
    {
        var hop = Upstream(Base with
        {
            Proxy = new Proxy { Bind = Binding.Port, Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32868") },
        });

        Assert.Equal((10.1, 10.0, null), (hop.OnsetSeconds!.Value, hop.EarliestOnsetSeconds!.Value, hop.KneeSeconds));
    }

    [Theory]
    [Trait("Fault", "B6")]
    [InlineData(Binding.None, null, 2)]
    [InlineData(Binding.Port, null, 2)]
    [InlineData(Binding.None, "32768-32770", 3)]
    public void Of_three_ports_two_can_be_had(Binding bind, string? window, int ports) => Assert.Equal(
        ports,
        Upstream(Base with
        {
            Proxy = new Proxy
            {
                Bind = bind,
                SocketPorts = window is null ? null : new PortRange(32768, 32770),
                Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32770"),
            },
        }).PortsPerTuple);

    private static (double? Seconds, double? Earliest) Onset(Conditions conditions) =>
        (Upstream(conditions).OnsetSeconds, Upstream(conditions).EarliestOnsetSeconds);

    private static Hop Upstream(Conditions conditions) => Prediction.Of(conditions, new Kernel()).Upstream;
}
