using System.CommandLine;

namespace Repro.Cli;

/// <summary><c>--junit</c>: what came of each expectation, for CI servers.</summary>
internal static class JUnitOption
{
    public static Option<string?> Create()
    {
        var option = PathOption.Create("--junit", "a file");
        option.Description = "Write what came of each expectation in JUnit's form.";
        option.HelpName = "FILE";
        return option;
    }
}
