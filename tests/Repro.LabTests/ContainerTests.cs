namespace Repro.LabTests;

/// <summary>
/// Tests that run labs in the container engine, one after the other: what one leaves behind another would clear up, and what one makes
/// another would take for its own leftovers.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class ContainerTests
{
    public const string Collection = "labs of containers";

    /// <summary>A small run, for tests of what becomes of one.</summary>
    public const string Scenario = """
        load: { rate: 100/s, duration: 4s }
        clients: { count: 2 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33999 } }
        mitigations: [none]
        """;
}
