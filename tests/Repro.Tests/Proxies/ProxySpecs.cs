using Repro.Traffic;

namespace Repro.Tests.Proxies;

/// <summary>What the tests have rendered.</summary>
internal static class ProxySpecs
{
    public static ProxySpec Plain { get; } = new()
    {
        Listen = Endpoint.Parse("198.18.0.5:80"),
        Tuples = [new OpenerSpec.Tuple(null, Endpoint.Parse("198.18.0.6:81")), new OpenerSpec.Tuple(null, Endpoint.Parse("198.18.0.7:81"))],
        TimeoutSeconds = 5,
    };

    /// <summary>Two clients, whose turn the targets' turn is shifted against.</summary>
    public static ProxySpec Transparent { get; } = Plain with { Transparent = true, Tuples = [.. Plain.Tuples, .. Plain.Tuples.Reverse()] };

    /// <summary>Two sources over IPv6, and a backend.</summary>
    public static ProxySpec Ipv6 { get; } = Plain with
    {
        Listen = Endpoint.Parse("[2001:2::5]:80"),
        Bind = BindKind.NoPort,
        Tuples =
        [
            new OpenerSpec.Tuple(Endpoint.Parse("[2001:2::5]:0"), Endpoint.Parse("[2001:2::6]:81")),
            new OpenerSpec.Tuple(Endpoint.Parse("[2001:2::8]:0"), Endpoint.Parse("[2001:2::6]:81")),
        ],
    };

    public static ProxySpec TwoSources { get; } = Plain with
    {
        Bind = BindKind.NoPort,
        Tuples =
        [
            new OpenerSpec.Tuple(Endpoint.Parse("198.18.0.5:0"), Endpoint.Parse("198.18.0.6:81")),
            new OpenerSpec.Tuple(Endpoint.Parse("198.18.0.8:0"), Endpoint.Parse("198.18.0.6:81")),
            new OpenerSpec.Tuple(Endpoint.Parse("198.18.0.5:0"), Endpoint.Parse("198.18.0.7:81")),
            new OpenerSpec.Tuple(Endpoint.Parse("198.18.0.8:0"), Endpoint.Parse("198.18.0.7:81")),
        ],
    };
}
