using System.CommandLine;

namespace Repro.Cli;

/// <summary>An option that takes a path.</summary>
internal static class PathOption
{
    /// <summary>Makes one; its value is null where it is not given.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="noun">What the path is of, as in "a directory".</param>
    public static Option<string?> Create(string name, string noun)
    {
        var option = new Option<string?>(name);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{name} takes {noun}: '' is none.");
            }
        });
        return option;
    }
}
