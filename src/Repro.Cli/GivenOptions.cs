using System.CommandLine;
using System.CommandLine.Parsing;

namespace Repro.Cli;

/// <summary>What a validator may ask: an option's value throws where what was given can't be one.</summary>
internal static class GivenOptions
{
    /// <summary>Whether an option stands on the command line, whatever its value.</summary>
    public static bool HasOption(this CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
