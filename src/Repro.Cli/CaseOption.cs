using System.CommandLine;
using System.IO.Enumeration;
using Repro.Planning;

namespace Repro.Cli;

/// <summary><c>--case</c>: some of a plan's cases.</summary>
internal static class CaseOption
{
    /// <param name="scenario">Where the scenario is named whose cases they are.</param>
    public static Option<string?> Create(Argument<string> scenario) => new("--case")
    {
        Description = "Only the cases whose id matches, like 'tw-*'.",
        HelpName = "GLOB",
        CompletionSources = { context => Completions.Cases(context, scenario) },
    };

    /// <summary>The plan's cases that match; all, where nothing is asked for.</summary>
    /// <exception cref="ReproException">None does.</exception>
    public static Plan Select(Plan plan, string? glob)
    {
        var selected = plan.Only(id => glob is null || FileSystemName.MatchesSimpleExpression(glob, id));
        return selected.Cases.Count > 0
            ? selected
            : throw new ReproException(
                FailureKind.BadInput,
                $"No case matches '{glob}'.",
                $"The cases are: {string.Join(", ", plan.Cases.Select(planned => planned.Id))}.");
    }
}
