using FsCheck;
using FsCheck.Fluent;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

/// <summary>Scenarios of every shape.</summary>
internal static class Generated
{
    /// <summary>Conditions of which none is the default.</summary>
    public static Conditions Other { get; } = new()
    {
        Load = new Load
        {
            Rate = new Rate(0.25),
            Duration = TimeSpan.FromMilliseconds(1500),
            Timeout = TimeSpan.FromHours(1),
            ResponseBytes = 0,
        },
        Clients = new Clients { Count = 1, Sysctls = Sysctls.None.With("net.a", "1") },
        Proxy = new Proxy { Addresses = 3, Sysctls = Sysctls.None.With("net.b", "2 3") },
        Backends = new Backends { Count = 5, Addresses = 6, Ports = 7, Sysctls = Sysctls.None.With("net.c", "x") },
    };

    public static Gen<Scenario> Scenarios =>
        from name in Name
        from question in Question
        from conditions in Conditions
        from uses in Use.Listed(5)
        from expect in Expectation.Listed(3)
        select new Scenario
        {
            Name = name,
            Question = question,
            Conditions = conditions,
            Mitigations = [.. uses.DistinctBy(use => (use.Name, use.Factor))],
            Expect = [.. expect.DistinctBy(expectation => expectation.Mitigation)],
        };

    public static Gen<Conditions> Conditions =>
        from load in Load
        from hosts in Gen.Choose(1, 32).Two()
        from places in Gen.Choose(1, 64).Three()
        from sysctls in Sysctl.Three()
        select new Conditions
        {
            Load = load,
            Clients = new Clients { Count = hosts.Item1, Sysctls = sysctls.Item1 },
            Proxy = new Proxy { Addresses = places.Item1, Sysctls = sysctls.Item2 },
            Backends = new Backends { Count = hosts.Item2, Addresses = places.Item2, Ports = places.Item3, Sysctls = sysctls.Item3 },
        };

    private static SourcePosition Anywhere => new(ScenarioText.File, 1, 1);

    private static Gen<string> Name => Gen.Elements("a", "tw-reuse", "wider-range", "0.5_x", "null", "true", "1e3", "no");

    private static Gen<string> Question =>
        from letters in Gen.Elements(
            'a', ' ', '"', '\'', '\\', '/', ':', '#', '\t', '\n', '<', '&', '+', 'é', '→', '{', '-', '\u0001', '\u2028')
            .Listed(12)
        select string.Concat(letters);

    private static Gen<TimeSpan> Duration => Gen.OneOf(
        Gen.Choose(1, 604_800).Select(seconds => TimeSpan.FromSeconds(seconds)),
        Gen.Choose(1, 10_000_000).Select(milliseconds => TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond)));

    private static Gen<Load> Load =>
        from rate in Gen.OneOf(Gen.Choose(1, 1_000_000).Select(whole => (double)whole), Gen.Choose(1000, 1_000_000).Select(parts => parts / 1e6))
        from times in Duration.Two()
        from size in Gen.Choose(0, 1 << 20)
        select new Load { Rate = new Rate(rate), Duration = times.Item1, Timeout = times.Item2, ResponseBytes = size };

    private static Gen<Sysctls> Sysctl =>
        from chosen in Gen.Elements(
            (Sysctls.LocalPortRangeKey, "32768 33767"),
            (Sysctls.LocalReservedPortsKey, "33000,34000-34100"),
            (Sysctls.TcpTwReuseKey, "1"),
            ("net.core.somaxconn", "4096"),
            ("net.ipv4.tcp_congestion_control", "no")).Listed(4)
        select chosen.Aggregate(Sysctls.None, (sysctls, pair) => sysctls.With(pair.Item1, pair.Item2));

    private static Gen<MitigationUse> Use => Gen.OneOf(
        from name in Name select new MitigationUse { Name = name, Position = Anywhere },
        from name in Name from factor in Gen.Choose(2, 64) select new MitigationUse { Name = name, Factor = factor, Position = Anywhere },
        from name in Name from change in Conditions select Own(name, change));

    private static Gen<Expectation> Expectation =>
        from name in Name from verdict in Gen.Elements(Verdicts.Expectable.ToArray()) select new Expectation(name, verdict, Anywhere);

    private static MitigationUse Own(string name, Conditions change) =>
        ScenarioText.Parse($"mitigations: [{{ name: {name}, change: {ScenarioFile.ToJson(change).ToJsonString()} }}]").Mitigations[0];
}
