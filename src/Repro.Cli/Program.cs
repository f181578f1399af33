using System.CommandLine;
using Repro;
using Repro.Cli;

// A node starts in every host of every case: it goes past the command line's parser, which costs more than its own start.
if (args is [NodeVerb.Name, ..])
{
    return NodeVerb.Run();
}

var root = new RootCommand("Makes a proxy run out of ephemeral ports on demand, and shows what each mitigation changes.")
{
    RunVerb.Create(args),
    PlanVerb.Create(),
    ReportVerb.Create(),
    ValidateVerb.Create(),
    NodeVerb.Create(),
};
var parsed = root.Parse(args);
var configuration = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    // An interrupted run writes the report of what it has.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
};
try
{
    var exitCode = await parsed.InvokeAsync(configuration);
    return parsed.Errors.Count > 0 ? ExitCode.BadInput : exitCode;
}
catch (ReproException exception)
{
    await Console.Error.WriteLineAsync($"error: {exception.Message}\n{exception.Remedy}");
    return exception.Kind == FailureKind.NoLab ? ExitCode.NoLab : ExitCode.BadInput;
}
