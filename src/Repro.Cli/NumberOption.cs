using System.CommandLine;
using System.Globalization;

namespace Repro.Cli;

/// <summary>An option that takes a whole number of a range.</summary>
internal static class NumberOption
{
    /// <summary>Makes one; its value is null where it is not given.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="noun">What the number is, as in "a port".</param>
    /// <param name="least">The lowest that it takes.</param>
    /// <param name="most">The highest that it takes.</param>
    public static Option<int?> Create(string name, string noun, int least, int most) => new(name)
    {
        // A validator could not: it throws where text is no number.
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes {noun}, {least} to {most}: '{text}' is none."));
            return null;
        },
    };
}
