using Repro.Tests.Traffic;
using Xunit.Sdk;
using Xunit.v3;

namespace Repro.Tests;

/// <summary>What waits for the kernel's time comes first: at the end it would wait alone, with the processors idle.</summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    private static readonly string[] Waiting = [typeof(CloseTests).FullName!, typeof(ReuseTests).FullName!];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection =>
            Waiting.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
