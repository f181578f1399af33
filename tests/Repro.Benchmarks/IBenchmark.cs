using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks;

/// <summary>A row of the page, or a group of rows that are measured together.</summary>
internal interface IBenchmark
{
    /// <summary>Its name, for <c>--only</c>.</summary>
    string Name { get; }

    /// <summary>How it is measured, and how the program is driven for it: a sentence or two of the page.</summary>
    string How { get; }

    Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken);
}
