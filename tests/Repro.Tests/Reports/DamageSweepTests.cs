using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Repro.Analysis;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Reports;

/// <summary>
/// Results that were cut or changed anywhere: no crash, no hang, and no run refused for one case. REPRO_SWEEP=long cuts every file at every
/// byte and tries many more changes.
/// </summary>
[Trait("Category", "Sweep")]
[Trait("Fault", "C4")]
public sealed partial class DamageSweepTests(ITestOutputHelper output)
{
    private const int CutsPerDrawing = 10;

    // A hang, not a slow machine.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("REPRO_SWEEP") == "long";
    private static readonly int Changes = IsLong ? 100_000 : 5_000;

    // Of what is read all the same so many are drawn too, which takes longer than all else.
    private static readonly int ChangesPerDrawing = IsLong ? 1 : 10;
    private static readonly int CutsPerFile = IsLong ? int.MaxValue : 40;

    private static readonly string[] Hostile =
    [
        "0", "-1", "1", "-0.0", "0.5", "1e400", "-1e400", "1e-320", "1e15", "9223372036854775807", "9223372036854775808", "2147483648",
        "null", "true", "\"\"",
        "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[2J\"", "\"../../x\"", "\"=1+1\"", "[]", "{}", "[null]", "[[1]]", "[[1,2,3]]",
        "[[-1,-1]]", "{\"a\":1}", "{\"a\":1,\"a\":1}",
    ];

    private readonly Lock gate = new();
    private TimeSpan slowest;
    private string slowestOf = "";

    [Fact]
    [Trait("Fault", "A5")]
    public async Task A_file_that_is_cut_anywhere_hides_nothing_but_what_it_lost()
    {
        using var run = new SmallRun(withCounts: true);
        var whole = run.With(RunDirectory.RunName, run.Files[RunDirectory.RunName], also: true).Summary;
        Assert.All(whole.Cases, row => Assert.True(row.Valid, string.Join("; ", row.InvalidReasons)));
        var cuts =
            from file in run.Files
            let step = Math.Max(1, file.Value.Length / CutsPerFile)
            from number in Enumerable.Range(0, (file.Value.Length + step - 1) / step)
            select (Name: file.Key, Length: number * step);
        await EachAsync(
            cuts, withCounts: true, cut => $"{cut.Name} cut at {cut.Length}", (damaged, cut) => Cut(damaged, cut.Name, cut.Length, whole));

        output.WriteLine($"slowest: {slowestOf}, {slowest.TotalSeconds:0.000} s");
    }

    [Fact]
    public async Task A_file_that_is_changed_anywhere_crashes_nothing()
    {
        var (refused, damaged, read) = (0, 0, 0);
        await EachAsync(Enumerable.Range(0, Changes), withCounts: false, seed => $"seed {seed}", (run, seed) =>
        {
            var random = new Random(seed);
            var name = run.Files.Keys.ElementAt(random.Next(run.Files.Count));
            try
            {
                var conclusions = run.With(name, Change(run.Files[name], random), also: seed % ChangesPerDrawing == 0);
                var isWhole = conclusions.Summary.Unreadable.Count == 0 && conclusions.Summary.Cases.All(row => row.Valid);
                Interlocked.Increment(ref isWhole ? ref read : ref damaged);
            }
            catch (ReproException exception) when (name == RunDirectory.RunName)
            {
                Assert.Contains(RunDirectory.RunName, exception.Message, StringComparison.Ordinal);
                Interlocked.Increment(ref refused);
            }
        });

        output.WriteLine(
            $"{Changes} changes: {refused} runs refused for their run.json, {damaged} with an invalid case, {read} read as they are");
        output.WriteLine($"slowest: {slowestOf}, {slowest.TotalSeconds:0.000} s");
        Assert.True(damaged > Changes / 10 && read > Changes / 10, "the changes are not what they were meant to be");
    }

    private static void Cut(SmallRun run, string name, int length, RunSummary whole)
    {
        var bytes = run.Files[name];
        RunConclusions conclusions;
        try
        {
            conclusions = run.With(name, bytes.AsSpan(0, length), also: length % CutsPerDrawing == 0);
        }
        catch (ReproException exception) when (name == RunDirectory.RunName)
        {
            Assert.Contains(RunDirectory.RunName, exception.Message, StringComparison.Ordinal);
            return;
        }

        // Without its last line break a file of JSON is what it was.
        var isWhole = length == bytes.Length - 1 && name.EndsWith(".json", StringComparison.Ordinal);
        var hit = name.Split('/') is [_, var id, _] ? id : "";
        var summary = conclusions.Summary;
        foreach (var before in whole.Cases)
        {
            var after = summary.Cases.SingleOrDefault(row => row.Id == before.Id);
            if (before.Id != hit || isWhole)
            {
                Assert.Equal((before.Id, true, before.FirstFailureSeconds), (after?.Id, after?.Valid, after?.FirstFailureSeconds));
                continue;
            }

            var reasons = after?.InvalidReasons ?? [summary.Unreadable.Single(item => item.Id == hit).Reason];
            Assert.Contains(reasons, reason => reason.StartsWith(name, StringComparison.Ordinal));
            Assert.Equal(Verdicts.Invalid, after?.Verdict ?? Verdicts.Invalid);
        }
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        var text = Encoding.UTF8.GetString(bytes);
        switch (random.Next(6))
        {
            case 0: // a byte
                var flipped = bytes.ToArray();
                flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1: // a part less
                var from = random.Next(text.Length);
                return Encoding.UTF8.GetBytes(text.Remove(from, random.Next(Math.Min(200, text.Length - from))));
            case 2: // lines in another order, one of them twice
                var lines = text.Split('\n');
                lines[random.Next(lines.Length)] = lines[random.Next(lines.Length)];
                return Encoding.UTF8.GetBytes(string.Join('\n', lines));
            default: // a value
                var values = Value().Matches(text);
                var value = values[random.Next(values.Count)];
                return Encoding.UTF8.GetBytes(
                    text[..value.Index] + Hostile[random.Next(Hostile.Length)] + text[(value.Index + value.Length)..]);
        }
    }

    // Each processor damages a run of its own.
    private async Task EachAsync<T>(IEnumerable<T> damages, bool withCounts, Func<T, string> name, Action<SmallRun, T> step)
    {
        var idle = new ConcurrentBag<SmallRun>();
        try
        {
            await Parallel.ForEachAsync(
                damages, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (damage, _) =>
                {
                    var run = idle.TryTake(out var one) ? one : new SmallRun(withCounts);
                    try
                    {
                        await Within(name(damage), () => step(run, damage));
                    }
                    finally
                    {
                        idle.Add(run);
                    }
                });
        }
        finally
        {
            foreach (var run in idle)
            {
                run.Dispose();
            }
        }
    }

    private async Task Within(string what, Action step)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await Task.Run(step).WaitAsync(Hang);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{what}: {exception.Message}", exception);
        }

        lock (gate)
        {
            if (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed > slowest)
            {
                (slowest, slowestOf) = (elapsed, what);
            }
        }
    }

    // Numbers, words and texts, keys among them.
    [GeneratedRegex("""-?[0-9][0-9.e+-]*|true|false|null|"[^"]*"|\[[^\[\]]*\]""")]
    private static partial Regex Value();
}
