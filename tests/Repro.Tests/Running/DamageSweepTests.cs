using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Repro.Analysis;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Running;

/// <summary>
/// Results that were cut or changed anywhere: no crash, no hang, and no run refused for one case. REPRO_SWEEP=long cuts every file at every byte and
/// tries many more changes.
/// </summary>
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
        "0", "-1", "1", "-0.0", "0.5", "1e400", "-1e400", "1e-320", "1e15", "9223372036854775807", "9223372036854775808", "2147483648", "null", "true", "\"\"",
        "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[2J\"", "\"../../x\"", "\"=1+1\"", "[]", "{}", "[null]", "[[1]]", "[[1,2,3]]", "[[-1,-1]]", "{\"a\":1}", "{\"a\":1,\"a\":1}",
    ];

    private TimeSpan slowest;
    private string slowestOf = "";

    [Fact]
    [Trait("Fault", "A5")]
    public async Task A_file_that_is_cut_anywhere_hides_nothing_but_what_it_lost()
    {
        using var run = new SmallRun(withCounts: true);
        var whole = run.With(RunDirectory.RunName, run.Files[RunDirectory.RunName], also: true).Summary;
        Assert.All(whole.Cases, row => Assert.True(row.Valid, string.Join("; ", row.InvalidReasons)));
        foreach (var (name, bytes) in run.Files)
        {
            var step = Math.Max(1, bytes.Length / CutsPerFile);
            for (var length = 0; length < bytes.Length; length += step)
            {
                await Within($"{name} cut at {length}", () => Cut(run, name, length, whole));
            }
        }

        output.WriteLine($"slowest: {slowestOf}, {slowest.TotalSeconds:0.000} s");
    }

    [Fact]
    public async Task A_file_that_is_changed_anywhere_crashes_nothing()
    {
        using var run = new SmallRun(withCounts: false);
        var (refused, damaged, read) = (0, 0, 0);
        var names = run.Files.Keys.ToList();
        for (var seed = 0; seed < Changes; seed++)
        {
            var random = new Random(seed);
            var name = names[random.Next(names.Count)];
            var changed = Change(run.Files[name], random);
            await Within($"seed {seed} in {name}", () =>
            {
                try
                {
                    var conclusions = run.With(name, changed, also: seed % ChangesPerDrawing == 0);
                    var isWhole = conclusions.Summary.Unreadable.Count == 0 && conclusions.Summary.Cases.All(row => row.Valid);
                    (damaged, read) = isWhole ? (damaged, read + 1) : (damaged + 1, read);
                }
                catch (ReproException exception) when (name == RunDirectory.RunName)
                {
                    Assert.Contains(RunDirectory.RunName, exception.Message, StringComparison.Ordinal);
                    refused++;
                }
            });
        }

        output.WriteLine($"{Changes} changes: {refused} runs refused for their run.json, {damaged} with an invalid case, {read} read as they are");
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
                return Encoding.UTF8.GetBytes(text[..value.Index] + Hostile[random.Next(Hostile.Length)] + text[(value.Index + value.Length)..]);
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

        if (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed > slowest)
        {
            (slowest, slowestOf) = (elapsed, what);
        }
    }

    // Numbers, words and texts, keys among them.
    [GeneratedRegex("""-?[0-9][0-9.e+-]*|true|false|null|"[^"]*"|\[[^\[\]]*\]""")]
    private static partial Regex Value();
}
