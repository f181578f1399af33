using System.CommandLine;
using System.Net;
using Repro.Linux;
using Repro.Nodes;
using Repro.Watching;
using Spectre.Console;

namespace Repro.Cli;

/// <summary><c>repro watch</c>: the ports of the host that it runs on, and when they run out.</summary>
internal static class WatchVerb
{
    private const int DefaultInterval = 1;
    private const int LongestInterval = 30;

    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Look once, and end." };
        var json = new Option<bool>("--json") { Description = "Print JSON, a line for each look, instead of a table." };
        var interval = NumberOption.Create("--interval", "a number of seconds", 1, LongestInterval);
        interval.Description = $"Seconds between two looks [default: {DefaultInterval}].";
        interval.HelpName = "SECONDS";
        var scenario = PathOption.Create("--scenario", "a file");
        scenario.Description = "Look once, and write a scenario that makes a lab of what is seen.";
        scenario.HelpName = "FILE";
        var metrics = new Option<IPEndPoint?>("--metrics")
        {
            Description = "Serve the newest look as OpenMetrics: a port of 127.0.0.1, or address:port.",
            HelpName = "[ADDRESS:]PORT",
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (ushort.TryParse(text, out var port))
                {
                    return new IPEndPoint(IPAddress.Loopback, port);
                }

                if (IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0)
                {
                    return endpoint;
                }

                result.AddError($"--metrics takes a port, or an address and a port (0.0.0.0:9464): '{text}' is neither.");
                return null;
            },
        };
        var command = new Command("watch", "Shows the ports of this host, who has them, and when they run out; changes nothing.")
        {
            once, json, interval, scenario, metrics,
        };
        command.SetAction((parsed, cancellationToken) => TryAsync(
            TimeSpan.FromSeconds(parsed.GetValue(interval) ?? DefaultInterval),
            parsed.GetValue(once),
            parsed.GetValue(json),
            parsed.GetValue(scenario),
            parsed.GetValue(metrics),
            cancellationToken));
        return command;
    }

    private static async Task<int> TryAsync(
        TimeSpan interval, bool once, bool json, string? scenario, IPEndPoint? metrics, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(interval, once, json, scenario, metrics, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new ReproException(
                FailureKind.NoLab,
                $"The kernel does not tell about this host's sockets: {exception.Message}.",
                "A sandbox may forbid it: run repro watch outside of it, with nsenter -t PID -n for its network namespace.");
        }
    }

    private static async Task<int> RunAsync(
        TimeSpan interval, bool once, bool json, string? scenario, IPEndPoint? metrics, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new ReproException(
                FailureKind.NoLab, "A host can be watched on Linux alone.", "Run repro watch on the host itself, or in its container.");
        }

        using var watch = new HostWatch(KernelProbe.Kernel, TimeProvider.System);
        if (scenario is not null)
        {
            Write(scenario, watch, await watch.LookAsync(interval, cancellationToken));
            return ExitCode.Ok;
        }

        using var server = metrics is null ? null : WatchServer.Start(metrics, TimeProvider.System);
        if (server is not null)
        {
            Console.Error.WriteLine($"Metrics: {server.Address}");
        }

        if (once || json || Console.IsOutputRedirected)
        {
            do
            {
                var report = await watch.LookAsync(interval, cancellationToken);
                server?.Show(report);
                if (json)
                {
                    Console.WriteLine(HostWatch.ToJson(report));
                }
                else
                {
                    Terminal.Results.Write(WatchView.Of(report, Terminal.Results.Profile.Width, isBrief: false));
                    Terminal.Results.WriteLine();
                }
            }
            while (!once && StandardDescriptor.HasReader(StandardDescriptor.Output));
            return ExitCode.Ok;
        }

        await Terminal.Results.Live(Text.Empty).StartAsync(async live =>
        {
            while (true)
            {
                var report = await watch.LookAsync(interval, cancellationToken);
                server?.Show(report);
                live.UpdateTarget(WatchView.Of(report, Terminal.Results.Profile.Width, isBrief: true));
            }
        });
        return ExitCode.Ok;
    }

    private static void Write(string file, HostWatch watch, HostReport report)
    {
        var seen = FormattableString.Invariant($" on {Environment.MachineName}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC");
        if (watch.Scenario(report, seen) is not { } text)
        {
            throw new ReproException(
                FailureKind.BadInput,
                "No connection takes a port of this host at present: there is nothing to make a scenario of.",
                "Run it while the load is there, or look for longer: --interval 10.");
        }

        HostScenarioFile.Write(file, text);
    }
}
