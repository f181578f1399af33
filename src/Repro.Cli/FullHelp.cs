using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Repro.Cli;

/// <summary>Help that ends with examples, and with the exit codes of the verbs whose exit code is a result.</summary>
/// <param name="inner">The help of every verb.</param>
internal sealed class FullHelp(HelpAction inner) : SynchronousCommandLineAction
{
    /// <summary>The verbs whose exit code says what came of it.</summary>
    public static IReadOnlyList<string> WithExitCodes { get; } = ["run", "report", "diff", "doctor"];

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (Examples.Of(command) is { Count: > 0 } examples)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        if (WithExitCodes.Contains(command.Name))
        {
            output.Write(ExitCode.Help);
        }

        return exitCode;
    }
}
