using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Repro.Cli;

/// <summary>The program's command line.</summary>
internal static class Verbs
{
    /// <summary>All verbs.</summary>
    /// <param name="arguments">The program's arguments, which a run records.</param>
    public static RootCommand Create(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("Makes a proxy run out of ephemeral ports on demand, and shows what each mitigation changes.")
        {
            RunVerb.Create(arguments),
            PlanVerb.Create(),
            ReportVerb.Create(),
            DiffVerb.Create(),
            ValidateVerb.Create(),
            MitigationsVerb.Create(),
            InitVerb.Create(),
            CompletionVerb.Create(),
            DoctorVerb.Create(arguments),
            WatchVerb.Create(),
            ExplainVerb.Create(),
            LabVerb.Create(),
            NodeVerb.Create(),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new FullHelp((HelpAction)help.Action!);
            if (!OperatingSystem.IsWindows())
            {
                // There these are paths.
                help.Aliases.Remove("/h");
                help.Aliases.Remove("/?");
            }
        }

        return root;
    }

    /// <summary>Runs the verb that the arguments name.</summary>
    /// <param name="root">All verbs.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="errors">Takes what is wrong with them, and how they are to be; null for standard error.</param>
    /// <returns>Its exit code. Exceptions are the caller's.</returns>
    public static async Task<int> InvokeAsync(RootCommand root, IReadOnlyList<string> arguments, TextWriter? errors = null)
    {
        using var hangup = new Hangup();
        var parsed = root.Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // An interrupted run writes the report of what it has.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        };
        if (parsed.Action is not ParseErrorAction)
        {
            return await parsed.InvokeAsync(configuration, hangup.Token);
        }

        errors ??= Console.Error;
        foreach (var error in parsed.Errors)
        {
            await errors.WriteLineAsync($"error: {error.Message}");
        }

        // The usage is no result.
        await errors.WriteLineAsync();
        configuration.Output = errors;
        configuration.Error = TextWriter.Null;
        await parsed.InvokeAsync(configuration, hangup.Token);
        return ExitCode.BadInput;
    }
}
