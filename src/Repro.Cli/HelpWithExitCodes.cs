using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Repro.Cli;

/// <summary>Help that ends with the exit codes, of the verbs whose exit code is a result.</summary>
/// <param name="inner">The help of every verb.</param>
internal sealed class HelpWithExitCodes(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly string[] Verbs = ["run", "report", "diff", "doctor"];

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = inner.Invoke(parseResult);
        if (Verbs.Contains(parseResult.CommandResult.Command.Name))
        {
            parseResult.InvocationConfiguration.Output.Write(ExitCode.Help);
        }

        return exitCode;
    }
}
