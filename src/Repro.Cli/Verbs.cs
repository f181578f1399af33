using System.CommandLine;

namespace Repro.Cli;

/// <summary>The program's command line.</summary>
internal static class Verbs
{
    /// <summary>All verbs.</summary>
    /// <param name="arguments">The program's arguments, which a run records.</param>
    public static RootCommand Create(IReadOnlyList<string> arguments) => new("Makes a proxy run out of ephemeral ports on demand, and shows what each mitigation changes.")
    {
        RunVerb.Create(arguments),
        PlanVerb.Create(),
        ReportVerb.Create(),
        ValidateVerb.Create(),
        MitigationsVerb.Create(),
        LabVerb.Create(),
        NodeVerb.Create(),
    };

    /// <summary>Runs the verb that the arguments name.</summary>
    /// <returns>Its exit code. Exceptions are the caller's.</returns>
    public static async Task<int> InvokeAsync(RootCommand root, IReadOnlyList<string> arguments)
    {
        using var hangup = new Hangup();
        var parsed = root.Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // An interrupted run writes the report of what it has.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        };
        var exitCode = await parsed.InvokeAsync(configuration, hangup.Token);
        return parsed.Errors.Count > 0 ? ExitCode.BadInput : exitCode;
    }
}
