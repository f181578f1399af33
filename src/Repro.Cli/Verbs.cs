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
}
