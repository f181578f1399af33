namespace Repro.Benchmarks.Measuring;

/// <summary>One of those that are measured side by side.</summary>
/// <param name="Name">Its name, of its series.</param>
/// <param name="MeasureAsync">One round: values by what they mean.</param>
internal sealed record Contender(string Name, Func<CancellationToken, Task<Dictionary<string, double>>> MeasureAsync);

/// <summary>It can't be measured here, whatever is tried.</summary>
internal sealed class UnmeasurableException(string reason) : Exception(reason);
