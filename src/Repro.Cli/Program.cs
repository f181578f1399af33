using System.CommandLine;
using Repro;
using Repro.Cli;
using Repro.Labs;

return Sandbox.MarkExitCode(await RunAsync(args));

static async Task<int> RunAsync(string[] arguments)
{
    try
    {
        // A node starts in every host of every case: it goes past the parser, which costs more than its own start.
        return arguments is [NodeVerb.Name, ..] ? NodeVerb.Run(arguments) : await InvokeAsync(arguments);
    }
    catch (ReproException exception)
    {
        await Console.Error.WriteLineAsync($"error: {exception.Message}\n{exception.Remedy}");
        return exception.Kind == FailureKind.NoLab ? ExitCode.NoLab : ExitCode.BadInput;
    }
    catch (OperationCanceledException)
    {
        return ExitCode.Interrupted;
    }
    catch (IOException exception)
    {
        // The disk is full, or nobody reads the output any more.
        await Console.Error.WriteLineAsync($"error: {exception.Message}");
        return ExitCode.BadInput;
    }
}

static async Task<int> InvokeAsync(string[] arguments)
{
    var parsed = Verbs.Create(arguments).Parse(arguments);
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // An interrupted run writes the report of what it has.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    });
    return parsed.Errors.Count > 0 ? ExitCode.BadInput : exitCode;
}
