using System.CommandLine;
using System.Diagnostics;
using Repro.Benchmarks;
using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

// What the program costs, beside others: measures in namespaces of its own, and writes docs/performance.md.
const string WorkVariable = "REPRO_BENCH_WORK";
const string Inside = """
    mount -t tmpfs tmpfs /run && mkdir /run/netns || exit 1
    if [ -e /proc/sys/net/ipv4/tcp_child_ehash_entries ]; then echo 32768 >/proc/sys/net/ipv4/tcp_child_ehash_entries; fi
    ip link set lo up
    ulimit -n "$(ulimit -Hn)"
    exec "$@"
    """;

var rounds = new Option<int?>("--rounds") { Description = "How often each is measured [default: 5; 1 with --quick]." };
rounds.Validators.Add(result =>
{
    if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var number) || number is < 1 or > 100))
    {
        result.AddError($"--rounds takes a number from 1 to 100, not '{text}'.");
    }
});
var only = new Option<string>("--only") { Description = "Names of the benchmarks to run, as a glob.", DefaultValueFactory = _ => "*" };
var quick = new Option<bool>("--quick") { Description = "Short measurements, to see that all works; published programs are left out." };
var output = new Option<string?>("--output")
{
    Description = "Where the page is written [default: docs/performance.md; standard output with --quick or --only].",
};
var list = new Option<bool>("--list") { Description = "Only name the benchmarks." };
var command =
    new RootCommand("Measures what the program costs beside other tools, in namespaces of its own.") { rounds, only, quick, output, list };
command.SetAction(async (parsed, cancellationToken) =>
{
    var chosen = BenchmarkRegistry.Select(parsed.GetRequiredValue(only));
    if (chosen.Count == 0)
    {
        Console.Error.WriteLine(
            $"No benchmark is named '{parsed.GetValue(only)}'; there are: "
            + $"{string.Join(", ", BenchmarkRegistry.All.Select(one => one.Name))}.");
        return 2;
    }

    if (parsed.GetValue(list))
    {
        chosen.ToList().ForEach(one => Console.WriteLine($"{one.Name}: {one.How}"));
        return 0;
    }

    var isQuick = parsed.GetValue(quick);
    return Environment.GetEnvironmentVariable(WorkVariable) is { Length: > 0 } work
        ? await MeasureAsync(
            chosen, parsed.GetValue(rounds) ?? (isQuick ? 1 : 5), isQuick, work, Target(parsed, isQuick), cancellationToken)
        : await EnterAsync(isQuick, cancellationToken);
});
return await command.Parse(args).InvokeAsync();

// A page of a part, or of short measurements, would pass for the whole.
string? Target(ParseResult parsed, bool isQuick) => parsed.GetValue(output)
    ?? (isQuick || parsed.GetRequiredValue(only) != "*" ? null : Repro.Tests.RepositoryRoot.PathOf("docs", "performance.md"));

// Outside: what needs a network or a compiler, then this program once more in namespaces that go when it does.
async Task<int> EnterAsync(bool isQuick, CancellationToken cancellationToken)
{
    var work = Directory.CreateTempSubdirectory("repro-bench-").FullName;
    try
    {
        await Preparation.CompileAsync(work, Console.Error.WriteLine);
        if (!isQuick)
        {
            await Preparation.PublishAsync(work, Console.Error.WriteLine);
        }

        var start = new ProcessStartInfo(
            "unshare",
            [
                "--user",
                "--map-root-user",
                "--net",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                Inside,
                "sh",
                Environment.ProcessPath!,
                .. args
            ]);
        start.Environment[WorkVariable] = work;
        using var inside = Process.Start(start)!;
        await using var stop = cancellationToken.Register(inside.Kill);
        await inside.WaitForExitAsync(CancellationToken.None);
        return inside.ExitCode;
    }
    finally
    {
        Directory.Delete(work, recursive: true);
    }
}

static async Task<int> MeasureAsync(
    IReadOnlyList<IBenchmark> chosen, int rounds, bool isQuick, string work, string? target, CancellationToken cancellationToken)
{
    var bench = new Bench(rounds, isQuick, work, Preparation.Programs(work), Console.Error.WriteLine);
    var machine = await Machine.DescribeAsync(isQuick);
    var results = new List<(IBenchmark, IReadOnlyList<Row>)>();
    foreach (var benchmark in chosen)
    {
        Console.Error.WriteLine(benchmark.Name);
        results.Add((benchmark, await benchmark.RunAsync(bench, cancellationToken)));
    }

    var page = PerformancePage.Write(machine, "./dev bench", rounds, results);
    if (target is null)
    {
        Console.Out.Write(page);
    }
    else
    {
        await File.WriteAllTextAsync(target, page, CancellationToken.None);
        Console.Error.WriteLine($"written: {target}");
    }

    return 0;
}
