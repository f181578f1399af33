using Xunit.Sdk;
using Xunit.v3;

namespace Repro.LabTests;

/// <summary>
/// Starts the collections that take longest before all others, so that none of them is what everybody waits for in the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // A run for each of their tests, or a page for each.
    private static readonly string[] Long =
    [
        ContainerTests.Collection, nameof(EngineHangsLateTests), nameof(EngineHangsEarlyTests), nameof(StandstillTests),
        nameof(EngineHangsAtTheEndTests),
        Chromium.Tests, nameof(OutputTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Rank(collection))
            .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    // A class that names no collection has one of its own, with its name in it.
    private static int Rank(ITestCollection collection) =>
        Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is >= 0 and var place
            ? place
            : Long.Length;
}
