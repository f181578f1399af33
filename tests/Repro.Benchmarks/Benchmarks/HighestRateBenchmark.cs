using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>The highest rate at which a run is valid.</summary>
internal sealed class HighestRateBenchmark : IBenchmark
{
    private const int Lowest = 1_000;
    private const int Highest = 16_000;

    private const string Scenario = """
        load: { rate: 1000/s, duration: 6s }
        clients: { count: 4 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 1024 65535, net.ipv4.tcp_tw_reuse: 1 } }
        backends: { count: 2, ports: 2 }
        mitigations: [none]
        """;

    private static readonly (string What, string[] Settings, double Goal)[] Ways =
        [("a connection per request", [], 9_000), ("keep-alive", ["--set", "proxy.keepAlive.connections=256"], 12_000)];

    public string Name => "highest-rate";

    public string How =>
        $"`repro run` of 4 clients, the builtin proxy and 2 backends for 6 s, at rates between {Lowest:N0}/s and {Highest:N0}/s: halved "
        + "until they are within a step; a rate is valid where the run exits with 0.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var step = bench.IsQuick ? 4_000 : 500;
        var result = await bench.CompareAsync(
            [.. Ways.Select(way => new Contender(way.What, _ => SearchAsync(bench, way.Settings, step)))], cancellationToken);
        return [.. Ways.Select(way =>
        {
            var what = $"highest valid rate, {way.What}, requests/s (to {step:N0})";
            var rate = result[way.What, "rate"];
            return rate.IsEmpty
                ? Row.Unmeasured(what, Goal.AtLeast(way.Goal, "/s"), result.Reason(way.What))
                : Row.Of(what, "", $"{rate}", Goal.AtLeast(way.Goal, "/s"), rate.Median);
        })];
    }

    private static async Task<Dictionary<string, double>> SearchAsync(Bench bench, string[] settings, int step)
    {
        var (valid, invalid) = (0, Highest);
        for (var rate = Lowest; invalid - valid > step; rate = (valid + invalid) / 2)
        {
            if (await IsValidAsync(bench, settings, rate))
            {
                valid = rate;
            }
            else
            {
                invalid = rate;
            }

            bench.Log($"    {rate:N0}/s is {(valid == rate ? "valid" : "invalid")}");
        }

        return new() { ["rate"] = valid };
    }

    private static async Task<bool> IsValidAsync(Bench bench, string[] settings, int rate)
    {
        var folder = Directory.CreateTempSubdirectory("run-").FullName;
        try
        {
            var scenario = Path.Combine(folder, "scenario.yaml");
            await File.WriteAllTextAsync(scenario, Scenario);
            await Launch.RunAsync(
                120, bench.Built.File,
                ["run", scenario, "--set", $"load.rate={rate}/s", .. settings, "--out", Path.Combine(folder, "run")]);
            return true;
        }
        catch (IOException exception) when (exception.Message.Contains("exited with 4", StringComparison.Ordinal))
        {
            return false;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
