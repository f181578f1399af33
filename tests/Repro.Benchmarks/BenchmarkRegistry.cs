using System.IO.Enumeration;
using Repro.Benchmarks.Benchmarks;

namespace Repro.Benchmarks;

/// <summary>All benchmarks, in the order of the page.</summary>
internal static class BenchmarkRegistry
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new ConnectionsBenchmark(),
        new ProxyBenchmark(),
        new LatenessBenchmark(),
        new CountingBenchmark(),
        new PrefillBenchmark(),
        new WholeRunBenchmark(
            "quick", Preparation.Forms.ToDictionary(form => form, form => form == Preparation.BuiltForm ? 17.0 : 14), 120),
        new WholeRunBenchmark("mitigations", Preparation.Forms.ToDictionary(form => form, _ => 73.0), 400),
        new WholeRunBenchmark("article", Preparation.Forms.ToDictionary(form => form, _ => 150.0), 400),
        new AllocationBenchmark(),
        new SamplingBenchmark(),
        new HighestRateBenchmark(),
        new NodeStartBenchmark(),
        new StartBenchmark(),
        new BringUpBenchmark(),
        new ReportBenchmark(),
    ];

    /// <summary>Those whose name is like this one, as of files: <c>pro*</c>.</summary>
    public static IReadOnlyList<IBenchmark> Select(string glob) =>
        [.. All.Where(one => FileSystemName.MatchesSimpleExpression(glob, one.Name))];
}
