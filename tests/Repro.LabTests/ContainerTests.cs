namespace Repro.LabTests;

/// <summary>
/// Tests that run labs in the container engine, one after the other: what one leaves behind another would clear up, and what one makes another
/// would take for its own leftovers.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class ContainerTests
{
    public const string Collection = "labs of containers";
}
