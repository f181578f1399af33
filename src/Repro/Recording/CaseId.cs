using System.Text.RegularExpressions;

namespace Repro.Recording;

/// <summary>
/// The names of cases, which are also those of folders and, with something around them, of charts and tables: whatever a results directory
/// says, no path leads out of it.
/// </summary>
internal static partial class CaseId
{
    /// <summary>Whether it is one that a plan could have given.</summary>
    public static bool IsOne(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+@,=-]{0,219}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
