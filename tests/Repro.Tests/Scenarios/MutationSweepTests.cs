using System.Collections.Concurrent;
using System.Diagnostics;
using Repro.Knobs;
using Repro.Physics;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

/// <summary>
/// Scenarios that somebody has mistyped, cut, doubled, or written to do harm. REPRO_SWEEP=long tries fifty times as many.
/// </summary>
[Trait("Category", "Sweep")]
public sealed class MutationSweepTests
{
    private const int Short = 100_000;
    private const int Long = 5_000_000;

    // Of a mutation that still plans, the prediction is made too where that is quick.
    private const double MostRequests = 5000;
    private const int LongestLine = 3000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Fault", "C5")]
    public void No_mutation_of_a_scenario_crashes_its_reader_or_keeps_it_busy_for_a_second()
    {
        var texts = ScenarioMutation.Seeds();
        var count = Environment.GetEnvironmentVariable("REPRO_SWEEP") == "long" ? Long : Short;
        var (failures, planned) = (new ConcurrentQueue<string>(), 0);

        // The other tests want a processor too.
        var some = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount - 1) };
        Parallel.For(0, count, some, number =>
        {
            var (yaml, settings) = ScenarioMutation.Of(texts, number);
            var time = Stopwatch.StartNew();
            try
            {
                Interlocked.Add(ref planned, Read(yaml, settings) ? 1 : 0);
                // On a busy machine anything may take a second, once.
                if (time.Elapsed > Limit && Enumerable.Range(0, 3).All(_ => IsSlow(yaml, settings)))
                {
                    failures.Enqueue($"{number} takes {time.Elapsed}: {yaml} {string.Join(' ', settings)}");
                }
            }
            catch (Exception exception)
            {
                failures.Enqueue($"{number}: {exception}\n{yaml} {string.Join(' ', settings)}");
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {count}, as these: {string.Join("\n\n", failures.Take(3))}");
        // The sweep gets past the parser, and is not all good scenarios either.
        Assert.InRange(planned, count / 50, count / 2);
    }

    private static bool IsSlow(string yaml, IReadOnlyList<string> settings)
    {
        var time = Stopwatch.StartNew();
        Read(yaml, settings);
        return time.Elapsed > Limit;
    }

    // Everything that validate and plan do; whether the scenario came through.
    private static bool Read(string yaml, IReadOnlyList<string> settings)
    {
        var (scenario, wrong) = ScenarioFile.Parse(yaml, "mutation.yaml", settings);
        var (plan, impossible) = Planner.Create(scenario, new Kernel());
        if (wrong.Concat(impossible).FirstOrDefault(diagnostic => diagnostic.ToString().Length > LongestLine) is { } endless)
        {
            throw new InvalidOperationException($"nobody reads this: {endless.ToString()[..LongestLine]}");
        }

        if (wrong.Count > 0 || impossible.Any(diagnostic => !diagnostic.IsWarning))
        {
            return false;
        }

        Assert.NotEmpty(ScenarioFile.ToYaml(ScenarioFile.ToJson(scenario)));
        foreach (var planned in plan.Cases.Take(3).Where(IsQuick))
        {
            Assert.Equal(planned.Conditions.HasProxy || planned.Conditions.HasNat ? 2 : 1, planned.Prediction.Hops.Count);
        }

        return true;
    }

    private static bool IsQuick(PlannedCase planned) =>
        planned.Conditions.Load.Law is var law
            && (law.Kind == ArrivalKind.Constant || law.MeanPerSecond * law.DurationSeconds < MostRequests);
}
