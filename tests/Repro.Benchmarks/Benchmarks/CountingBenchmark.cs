using System.Diagnostics;
using System.Globalization;
using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>Counting sockets in TIME_WAIT.</summary>
internal sealed class CountingBenchmark : IBenchmark
{
    private const int Sockets = 23_000;
    private const int FirstPort = 32_768;
    private const int Samples = 3;
    private const double MostOverKernel = 1.2;
    private const string Own = "repro";
    private const string Kernel = "kernel";

    public string Name => "counting";

    public string How =>
        $"In a host with {Sockets:N0} TIME_WAIT: what `repro node` says that a whole sample with a dump took it (median of {Samples}), "
        + $"the same of {Samples} dumps, one a second as the sampler has them, whose answer C receives and does not look at, "
        + "and the wall time of `ss -tanH | wc -l` and of `wc -l /proc/net/tcp`, their start included.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var result = await bench.CompareAsync(
        [
            new(Own, _ => MeasureAsync(bench, network => SampleAsync(bench, network))),
            new(Kernel, _ => MeasureAsync(bench, network => DumpAsync(bench, network))),
            new("ss", _ => MeasureAsync(bench, network => TimeAsync(network, "ss -tanH | wc -l"))),
            new("/proc/net/tcp", _ => MeasureAsync(bench, network => TimeAsync(network, "wc -l </proc/net/tcp"))),
        ], cancellationToken);
        var what = $"counting {Sockets:N0} TIME_WAIT, ms";
        var goal = Goal.AtMost(MostOverKernel, "× the kernel's part");
        var ratio = result[Own, "ms"].Over(result[Kernel, "ms"]);
        var beside = $"`ss -H | wc` {result["ss", "ms"]}, /proc/net/tcp {result["/proc/net/tcp", "ms"]}, kernel's part of the dump "
            + $"{result[Kernel, "ms"]}";
        return [ratio.IsEmpty
            ? Row.Unmeasured(what, goal, result[Own, "ms"].IsEmpty ? result.Reason(Own) : result.Reason(Kernel))
            : Row.Of(what, beside, $"full sample {result[Own, "ms"]}: {ratio} ×", goal, ratio.Median)];
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(Bench bench, Func<Network, Task<double>> measureAsync)
    {
        await using var network = await Network.UpAsync(2, keepsPorts: true);
        await using var server = network.Start(1, 1, bench.Reference("server"), Network.Address(1), "80");
        await server.AwaitLineAsync(line => line == "ready", 10);
        await network.RunAsync(
            0, 0, 60, bench.Reference("prefill"), Network.Address(1), "80", $"{FirstPort}", $"{FirstPort + Sockets - 1}");
        return new() { ["ms"] = await measureAsync(network) };
    }

    private static double Checked(double sockets, double value) =>
        sockets > Sockets * 0.95 ? value : throw new IOException($"only {sockets:N0} sockets were there");

    private static async Task<double> DumpAsync(Bench bench, Network network)
    {
        var values = Numbers.Read(await network.RunAsync(0, 0, 30, bench.Reference("dump"), $"{Samples + 1}"));
        return Checked(values["sockets"], values["milliseconds"]);
    }

    private static async Task<double> TimeAsync(Network network, string shell)
    {
        var begun = Stopwatch.GetTimestamp();
        var output = await network.RunAsync(0, 0, 30, "sh", "-c", shell);
        return Checked(double.Parse(output, CultureInfo.InvariantCulture), Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static async Task<double> SampleAsync(Bench bench, Network network)
    {
        await using var node = await ReproNode.StartAsync(network, 0, 0, bench.Built.File, ReproNode.Backend("127.0.0.1:81"));
        node.Begin();
        var costs = new List<double?>();
        while (costs.Count < Samples)
        {
            var sample = await node.AwaitAsync("sockets", 10);
            if (sample["states"] is not null)
            {
                costs.Add(Checked((double)sample["timeWait"]!, (double)sample["costMicroseconds"]! / 1000));
            }
        }

        return new Series(costs).Median;
    }
}
