using FsCheck.Fluent;
using Repro.Knobs;
using Repro.Model;
using Repro.Physics;
using Repro.Planning;

namespace Repro.Tests.Planning;

public sealed class PredictionTests
{
    private const double TimeWait = 61.024;

    private static readonly Conditions Base = new()
    {
        Load = new Load { Rate = new Rate(100), Duration = TimeSpan.FromSeconds(20) },
        Proxy = new Proxy { Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32967") },
    };

    [Theory]
    [InlineData(ArrivalKind.Poisson)]
    [InlineData(ArrivalKind.Ramp)]
    [InlineData(ArrivalKind.Steps)]
    [InlineData(ArrivalKind.Bursts)]
    public void Arrivals_without_a_formula_are_simulated(ArrivalKind kind)
    {
        var load = Base.Load with { Arrivals = kind, From = new Rate(5), Steps = 4, Burst = 30, Seed = 7 };
        var law = new ArrivalLaw
        {
            Kind = kind,
            RatePerSecond = 100,
            DurationSeconds = 20,
            FromPerSecond = 5,
            Steps = 4,
            BurstSize = 30,
            Seed = 7,
        };
        var simulated = Simulation.Run(new PortModel { Pools = 2, PortsPerPool = 200 }, law.Times());

        var hop = Upstream(Base with { Load = load });

        Assert.NotNull(hop.OnsetSeconds);
        Assert.Equal((simulated.OnsetSeconds, simulated.KneeSeconds), (hop.OnsetSeconds, hop.KneeSeconds));
        Assert.Equal(400 / TimeWait, hop.ThresholdPerSecond!.Value, 6);
    }

    [Fact]
    public void Arrivals_without_a_formula_run_out_once_as_many_came_as_there_are_ports()
    {
        var laws =
            from kind in Gen.Elements(ArrivalKind.Poisson, ArrivalKind.Ramp, ArrivalKind.Steps, ArrivalKind.Bursts)
            from rate in Gen.Choose(40, 200)
            from first in Gen.Choose(1, 300)
            from steps in Gen.Choose(2, 10)
            from burst in Gen.Choose(1, 50)
            from seed in Gen.Choose(0, 1000)
            select Base.Load with
            {
                Arrivals = kind,
                Rate = new Rate(rate),
                From = new Rate(first),
                Steps = steps,
                Burst = burst,
                Seed = seed,
            };
        laws.ForAll(load =>
        {
            // Within the load no port comes back, so that the request after the last port fails.
            var expected = load.Law.Times().Skip(400).Select(time => (double?)time).FirstOrDefault();
            Assert.Equal(expected, Upstream(Base with { Load = load }).OnsetSeconds);
        });
    }

    [Theory]
    [InlineData(500, 20, 1000, 1, 2)]
    [InlineData(1, 0.9, 1000, 1, 1)]
    [InlineData(0, 60, 1000, 64, 1)]
    [InlineData(500, 60, 10, 64, 10)]
    public void A_connection_that_is_kept_carries_requests_until_it_is_idle_for_too_long(
        double perSecond, double idle, int requests, int connections, int expected)
    {
        var conditions = Base with
        {
            Load = Base.Load with { Rate = new Rate(Math.Max(perSecond, 1)) },
            Proxy = Base.Proxy with
            {
                KeepAlive = new KeepAlive
                {
                    Connections = perSecond == 0 ? 0 : connections,
                    Idle = TimeSpan.FromSeconds(idle),
                    Requests = expected == 2 ? 2 : requests,
                },
            },
        };

        Assert.Equal(expected, Upstream(conditions).RequestsPerConnection);
    }

    [Fact]
    public void With_keep_alive_a_connection_costs_a_port_only_when_it_is_replaced()
    {
        // 100 requests/s at 10 a connection: 10 connections/s, each open for its 9 gaps and then in TIME_WAIT.
        var hold = TimeWait + (9 / 100.0);
        var hop = Upstream(Base with
        {
            Proxy = Base.Proxy with
            {
                Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32867"),
                KeepAlive = new KeepAlive { Connections = 4, Requests = 10 },
            },
        });

        Assert.Equal((200L, 10, 20.0), (hop.CapacityPorts, hop.RequestsPerConnection, hop.OnsetSeconds));
        Assert.Equal((hold, 200 / hold * 10), (hop.HoldSeconds, hop.ThresholdPerSecond));
    }

    [Theory]
    [Trait("Fault", "B4")]
    // 100/s × 100 ms over 60 ports: without a connection to spare, a request that comes before a late answer opens one.
    [InlineData("builtin", 1, null, 0.6)]
    [InlineData("builtin", 2, null, 0.6)]
    [InlineData("builtin", 5, null, null)]
    [InlineData("builtin", 20, null, null)]
    // Its connections are kept for each backend apart.
    [InlineData("nginx", 1, null, 0.6)]
    [InlineData("nginx", 4, null, 0.6)]
    [InlineData("nginx", 32, null, null)]
    public void A_pool_without_a_connection_to_spare_depends_on_how_evenly_answers_come(
        string kind, int connections, double? onset, double? earliest)
    {
        var hop = Upstream(Pooled(kind, new KeepAlive { Connections = connections }));

        Assert.Equal((onset, earliest), (hop.OnsetSeconds, hop.EarliestOnsetSeconds));
        Assert.Equal(earliest is null, hop.DependsOn is null);
        if (earliest is not null)
        {
            // At worst a connection for each request, open for a tenth of a second.
            Assert.Equal(60 / (TimeWait + 1.024 + 0.1), hop.SafePerSecond!.Value, 6);
        }
    }

    [Fact]
    [Trait("Fault", "B4")]
    public void Connections_of_a_pool_are_replaced_in_waves()
    {
        var hop = Upstream(Pooled("builtin", new KeepAlive { Connections = 64, Requests = 20 }));
        Assert.Equal((11.05, 10.48, 12.0), (hop.OnsetSeconds, hop.EarliestOnsetSeconds, hop.LatestOnsetSeconds));
    }

    private static Conditions Pooled(string kind, KeepAlive keepAlive) => Base with
    {
        Backends = Base.Backends with { Count = 2, Delay = TimeSpan.FromMilliseconds(100) },
        Proxy = Base.Proxy with
        {
            Kind = kind,
            KeepAlive = keepAlive,
            Sysctls = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 32797"),
        },
    };

    [Fact]
    public void A_kept_connection_is_no_help_to_requests_that_are_under_way_at_the_same_time()
    {
        var slow = Base with
        {
            Backends = Base.Backends with { Delay = TimeSpan.FromSeconds(5) },
            Proxy = Base.Proxy with { KeepAlive = new KeepAlive { Connections = 64, Requests = 1000 } },
        };

        // 500 of 400 ports: they are gone before the first answer.
        var hop = Upstream(slow);
        Assert.Equal((4.0, 2.0), (hop.OnsetSeconds, hop.KneeSeconds));
        // A connection carries 1,000 requests of five seconds.
        Assert.Equal(5000 + TimeWait, hop.HoldSeconds, 6);
        Assert.Equal(400_000 / (5000 + TimeWait), hop.ThresholdPerSecond!.Value, 6);
        // 300 of them, and three seconds' worth of TIME_WAIT.
        Assert.Null(Upstream(slow with { Load = slow.Load with { Rate = new Rate(60) } }).OnsetSeconds);
    }

    [Fact]
    public void Of_bursts_a_pool_keeps_as_many_connections_as_it_has_room_for()
    {
        // Bursts of 20 each second, of which 5 connections stay: the first opens 20, each other one 15.
        var hop = Upstream(Base with
        {
            Load = Base.Load with { Arrivals = ArrivalKind.Bursts, Burst = 20, Rate = new Rate(20), Duration = TimeSpan.FromSeconds(40) },
            Proxy = Base.Proxy with { KeepAlive = new KeepAlive { Connections = 5, Requests = 100_000 } },
        });

        Assert.Equal(800 / (20 + (39 * 15.0)), hop.RequestsPerConnection, 6);
        // 20 + 25 × 15 is 395; the burst after that has five ports.
        Assert.Equal(26, hop.OnsetSeconds);
    }

    [Theory]
    [InlineData("1", 20, 1600L)]
    [InlineData("2", 20, null)]
    [InlineData("1", 3000, null)]
    public void What_is_taken_over_from_TIME_WAIT_is_every_request_but_those_that_had_a_fresh_port(
        string reuse, int seconds, long? recycled)
    {
        var prediction = Prediction.Of(
            Base with
            {
                Load = Base.Load with { Duration = TimeSpan.FromSeconds(seconds) },
                Proxy = Base.Proxy with { Sysctls = Base.Proxy.Sysctls.With(Sysctls.TcpTwReuseKey, reuse) },
            },
            new Kernel());

        Assert.Equal(recycled is null, prediction.TimeWaitRecycled is null);
        // Not more than successes − ports; fewer where the search has not come to every port yet.
        Assert.InRange(prediction.TimeWaitRecycled ?? 1600, 1600, 1800);
    }

    [Theory]
    [InlineData(0, 4.0)]
    [InlineData(50, 2.0)]
    [InlineData(90, 0.4)]
    [InlineData(99, 0.04)]
    public void Ports_that_are_filled_before_the_load_bring_the_onset_forward(double percent, double onset)
    {
        var hop = Upstream(Base with { PrefillPercent = percent });

        Assert.Equal(onset, hop.OnsetSeconds!.Value, 6);
        Assert.Equal(percent >= 50 ? 0 : 2, hop.KneeSeconds!.Value, 6);
        Assert.Equal(400 / TimeWait, hop.ThresholdPerSecond!.Value, 6);
    }

    [Fact]
    public void Filled_ports_hurt_below_the_threshold_too_until_they_come_back()
    {
        var slow = Base with { Load = Base.Load with { Rate = new Rate(5) } };

        Assert.Null(Upstream(slow).OnsetSeconds);
        Assert.Equal(8, Upstream(slow with { PrefillPercent = 90 }).OnsetSeconds!.Value, 6);
    }

    [Fact]
    public void An_answer_that_takes_long_keeps_the_port_meanwhile_on_both_hops()
    {
        var slow = Prediction.Of(Base with { Backends = Base.Backends with { Delay = TimeSpan.FromSeconds(2.5) } }, new Kernel());

        Assert.All(slow.Hops, hop => Assert.Equal(2.5 + TimeWait, hop.HoldSeconds, 6));
    }

    [Fact]
    public void A_late_FIN_beyond_fin_timeout_is_not_waited_for() => Assert.Equal(
        5.168,
        Upstream(Base with
        {
            Proxy = Base.Proxy with { Sysctls = Base.Proxy.Sysctls.With(Sysctls.TcpFinTimeoutKey, "5") },
            Backends = Base.Backends with { FinDelay = TimeSpan.FromSeconds(59) },
        }).HoldSeconds,
        0.01);

    [Theory]
    [InlineData("32768 32867", 100)]
    [InlineData("32700 32867", 100)]
    [InlineData("32900 33900", 68)]
    [InlineData("50000 50099", 200)]
    public void A_sockets_window_counts_within_the_hosts_range_and_one_outside_of_it_is_ignored(string window, int ports)
    {
        var range = window.Split(' ').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var hop = Upstream(Base with { Proxy = Base.Proxy with { SocketPorts = new PortRange(range[0], range[1]) } });

        Assert.Equal(ports, hop.PortsPerTuple);
    }

    [Fact]
    public void A_window_of_its_own_takes_the_knee_away() =>
        Assert.Null(Upstream(Base with { Proxy = Base.Proxy with { SocketPorts = new PortRange(32768, 32967) } }).KneeSeconds);

    [Fact]
    [Trait("Fault", "A9")]
    public void A_window_of_its_own_has_the_knee_where_the_kernel_tries_every_second_port_first()
    {
        var windowed = Base with { Proxy = Base.Proxy with { SocketPorts = new PortRange(32768, 32967) } };
        var old = new Kernel { SearchesOwnRangeByOne = () => false };

        Assert.Equal(2, Prediction.Of(windowed, old).Upstream.KneeSeconds);
    }

    [Fact]
    [Trait("Fault", "A9")]
    public void Where_bind_picks_the_port_connect_has_no_search_to_slow_down() =>
        Assert.Equal(
            (null, 2.0), (Upstream(Base with { Proxy = Base.Proxy with { Bind = Binding.Port } }).KneeSeconds, Upstream(Base).KneeSeconds));

    [Fact]
    public void A_bound_port_is_never_taken_over_from_TIME_WAIT()
    {
        var reuse = Base.Proxy with { Sysctls = Base.Proxy.Sysctls.With(Sysctls.TcpTwReuseKey, "1") };

        Assert.Equal(1, Upstream(Base with { Proxy = reuse }).HoldSeconds);
        Assert.Equal(TimeWait, Upstream(Base with { Proxy = reuse with { Bind = Binding.Port } }).HoldSeconds, 6);
        Assert.Equal(1, Upstream(Base with { Proxy = reuse with { Bind = Binding.Address } }).HoldSeconds);
    }

    private static Hop Upstream(Conditions conditions) => Prediction.Of(conditions, new Kernel()).Upstream;
}
