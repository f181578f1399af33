using System.CommandLine;
using System.Runtime.ExceptionServices;
using Repro.Analysis;
using Repro.Labs;
using Repro.Labs.Netns;
using Repro.Orchestration;
using Repro.Planning;
using Repro.Deployment;
using Repro.Pipelines;
using Repro.Reports;
using Spectre.Console;

namespace Repro.Cli;

/// <summary><c>repro run</c>: lab, load, samples, charts, report.</summary>
internal static class RunVerb
{
    public static Command Create(IReadOnlyList<string> arguments)
    {
        var input = new ScenarioInput();
        var output = PathOption.Create("--out", "a directory");
        output.Description = "Where to record: a new or empty directory [default: results/UTC-scenario].";
        output.HelpName = "DIR";
        var lab = new Option<string>("--lab") { Description = $"The lab. {LabKinds.Help}.", DefaultValueFactory = _ => LabKinds.Default };
        lab.HelpName = "LAB";
        lab.AcceptOnlyFromAmong([.. LabKinds.Names]);
        var parallel = NumberOption.Create("--parallel", "a number of cases", 1, 1000);
        parallel.Description = "Cases side by side [default: as many as the cores carry].";
        parallel.HelpName = "N";
        var only = CaseOption.Create(input.File);
        var serve = new Option<bool>("--serve")
        {
            Description = $"Show the run in a browser too, while it lasts: on 127.0.0.1, port {ProgressServer.DefaultPort}.",
        };
        var servePort = NumberOption.Create("--serve-port", "a port", 1, ushort.MaxValue);
        servePort.Description = "The same, on a port of your choice.";
        servePort.HelpName = "PORT";
        var junit = JUnitOption.Create();
        var json = new Option<bool>("--json") { Description = "Print summary.json instead of a table." };
        var command = new Command("run", "Runs a scenario: lab, load, samples, charts, report.")
        {
            input.File, output, lab, parallel, only, input.Settings, serve, servePort, junit, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            TightLimits.Refuse();
            if (parsed.GetRequiredValue(input.File) == ScenarioText.StandardInput)
            {
                throw new ReproException(
                    FailureKind.BadInput,
                    "A run reads its scenario twice, and standard input can be read once.",
                    "Save it to a file, and give its path.");
            }

            var kind = parsed.GetRequiredValue(lab);
            var inSandbox = LabKinds.NeedsSandbox(kind);
            if (input.Read(parsed, Sandbox.IsInside ? MachineCheck.None : MachineCheck.Refuse, lab: kind) is not var (scenario, plan))
            {
                return ExitCode.BadInput;
            }

            var glob = parsed.GetValue(only);
            var selected = CaseOption.Select(plan, glob);
            await using var feed = Sandbox.OpenFeed();
            await using var server = !Sandbox.IsInside
                && (parsed.GetValue(servePort) ?? (parsed.GetValue(serve) ? ProgressServer.DefaultPort : null)) is { } port
                ? await ServeAsync(port)
                : null;
            if (inSandbox && !Sandbox.IsInside)
            {
                return await Sandbox.RunInsideAsync(arguments, server is null ? null : server.Show, cancellationToken);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (inSandbox)
            {
                Sandbox.EndWithParent(stop.Cancel);
            }

            await using var site = await LabSite.OpenAsync(kind, selected, Console.Error.WriteLine, TimeProvider.System, stop.Token);
            var session = RunSession.Create(
                scenario,
                kernel => CaseOption.Select(Planner.Create(scenario, kernel).Plan, glob),
                arguments,
                site,
                parsed.GetValue(output),
                parsed.GetValue(parallel),
                TimeProvider.System,
                warning => Terminal.Progress.WriteLine($"warning: {warning}"));
            Action<string>? tell = feed is not null ? feed.WriteLine : server is not null ? server.Show : null;
            using var told = tell is null ? null : new ProgressFeed(() => session.Progress, tell);
            return await RunAsync(session, told, parsed.GetValue(junit), parsed.GetValue(json), stop.Token);
        });
        return command;
    }

    private static async Task<ProgressServer> ServeAsync(int port)
    {
        var server = ProgressServer.Start(port, TimeProvider.System);
        await Console.Error.WriteLineAsync($"live view: {server.Address}");
        return server;
    }

    private static async Task<int> RunAsync(
        RunSession session, ProgressFeed? told, string? junit, bool json, CancellationToken cancellationToken)
    {
        var interrupted = false;
        Exception? failure = null;
        try
        {
            await ProgressView.ShowAsync(() => session.Progress, session.RunAsync(cancellationToken), TimeProvider.System);
        }
        catch (OperationCanceledException)
        {
            interrupted = true;
        }
        catch (Exception exception)
        {
            // What was recorded before says something all the same.
            failure = exception;
        }

        if (failure is not null)
        {
            await Console.Error.WriteLineAsync($"what was recorded so far is in {session.Directory}");
        }

        RunSummary summary;
        try
        {
            summary = Reporter.Write(session.Directory, session.Directory);
        }
        catch (Exception) when (failure is not null)
        {
            // What ended the run says more than that there is no report of it.
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }

        told?.End(session.Progress with
        {
            End = Conclusion.Of(summary, session.Directory, interrupted ? "it was interrupted" : failure?.Message),
        });
        try
        {
            if (json)
            {
                Console.WriteLine(Reporter.ToJson(summary));
            }
            else
            {
                SummaryTable.Print(summary, session.Directory);
            }
        }
        catch (ReproException exception)
        {
            // A terminal that was closed, for one, takes no table.
            await Console.Error.WriteLineAsync($"the report is in {session.Directory}");
            failure ??= interrupted ? null : exception;
        }

        try
        {
            JobReport.Write(summary, junit, GithubJob.Current, Console.Error.WriteLine);
        }
        catch (ReproException exception)
        {
            failure ??= exception;
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (interrupted)
        {
            await Console.Error.WriteLineAsync($"interrupted; what was recorded is in {session.Directory}");
            return ExitCode.Interrupted;
        }

        return ExitCode.Of(summary);
    }
}
