using System.Globalization;
using System.Text.RegularExpressions;
using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>New connections a second of a client on one processor.</summary>
internal sealed partial class ConnectionsBenchmark : IBenchmark
{
    private const string Program = "repro";
    private const string Ahead = "repro, NativeAOT";
    private const string Closed = "C, closed loop of 64";
    private const string Open = "C, open loop";
    private const int Offered = 40_000;
    private const double LeastOverOthers = 1.3;
    private const double LeastOverReference = 0.95;
    private static readonly string[] Others = ["wrk", "ab", "hey"];
    private static readonly string Server = $"{Network.Address(1)}:80";

    public string Name => "connections";

    public string How =>
        $"`repro lab client` is offered {Offered:N0}/s, more than it can; of the answers of its seconds but the first the median counts. "
        + "wrk, ab, hey and the C closed loop keep 64 connections "
        + "under way, the C open loop is offered as much. All on processor 0, in turn, towards the C server on processor 1, over veth; "
        + "the client closes first, but for ab, which waits for the server.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var seconds = bench.Seconds(6, 3).ToString(CultureInfo.InvariantCulture);
        var url = $"http://{Server}/";
        var result = await bench.CompareAsync(
        [
            Own(Program, bench.Built),
            Own(Ahead, bench.Ahead),
            new("wrk", _ =>
                MeasureAsync(bench, ReadRate("Requests/sec:"), "wrk", "-t1", "-c64", $"-d{seconds}s", "-H", "Connection: close", url)),
            new("ab", _ =>
                MeasureAsync(bench, ReadRate("Requests per second:"), "ab", "-q", "-c", "64", "-t", seconds, "-n", "500000", url)),
            new("hey", _ =>
                MeasureAsync(bench, ReadRate("Requests/sec:"), "hey", "-z", $"{seconds}s", "-c", "64", "-disable-keepalive", url)),
            new(Closed, _ =>
                MeasureAsync(bench, ReadReference, bench.Reference("client"), "closed", Network.Address(1), "80", "64", seconds)),
            new(Open, _ =>
                MeasureAsync(bench, ReadReference, bench.Reference("client"), "open", Network.Address(1), "80", $"{Offered}", seconds)),
        ], cancellationToken);
        return [Compare(
            result, "new connections/s of one client on one core, answers from a fast C server on the other", Others, LeastOverOthers),
            Compare(result, "the same", [Closed, Open], LeastOverReference),
            Compare(result, "the same client, NativeAOT", [Program], 1, Ahead)];

        Contender Own(string name, ReproProgram program) => new(name, _ => MeasureAsync(
            bench, ReadOwn, program.File, "lab", "client", "--target", Server, "--set", $"load.rate={Offered}/s", "--set",
            $"load.duration={seconds}s"));
    }

    private static Row Compare(Comparison result, string what, string[] others, double least, string program = Program)
    {
        var own = result[program, "perSecond"];
        var there = others.Where(other => !result[other, "perSecond"].IsEmpty).ToList();
        var ratios = there.Select(other => (Other: other, Ratio: own.Over(result[other, "perSecond"]))).ToList();
        var beside = string.Join(
            ", ",
            others.Select(other => there.Contains(other) ? $"{other} {result[other, "perSecond"]}" : $"{other}: {result.Reason(other)}"));
        return own.IsEmpty || ratios.Count == 0
            ? Row.Unmeasured(what, Goal.AtLeast(least, "× each"), own.IsEmpty ? result.Reason(program) : beside)
            : Row.Of(
                what, beside, $"{own}: {string.Join(", ", ratios.Select(pair => $"{pair.Ratio} × {pair.Other}"))}",
                Goal.AtLeast(least, "× each"), ratios.Min(pair => pair.Ratio.Median));
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(
        Bench bench, Func<string, double> read, string program, params string[] arguments)
    {
        await using var network = await Network.UpAsync(2);
        await using var server = network.Start(1, 1, bench.Reference("server"), Network.Address(1), "80");
        await server.AwaitLineAsync(line => line == "ready", 10);
        return new() { ["perSecond"] = read(await network.RunAsync(0, 0, 60, program, arguments)) };
    }

    private static Func<string, double> ReadRate(string words) => output => Launch.Number(output, Regex.Escape(words));

    private static double ReadReference(string output) => Numbers.Read(output)["perSecond"];

    private static double ReadOwn(string output) => new Series(
        [.. Second().Matches(output).Skip(1).Select(match =>
            (double?)double.Parse(match.Groups["answered"].Value, NumberStyles.Any, CultureInfo.InvariantCulture))]).Median;

    [GeneratedRegex(@"^ *\d+ s:.* (?<answered>[\d,]+) answered", RegexOptions.Multiline)]
    private static partial Regex Second();
}
