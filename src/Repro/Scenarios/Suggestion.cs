namespace Repro.Scenarios;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
public static class Suggestion
{
    // Nobody types longer words, and nobody reads longer lists.
    private const int LongestWord = 100;
    private const int MostWords = 100;

    /// <summary>The end of an error message: the nearest word where one is near, else all of them.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var words = known.Take(MostWords + 1).ToList();
        return Nearest(word, words) is { } nearest
            ? $"; did you mean '{nearest}'?"
            : "; known are: "
                + string.Join(", ", words.Take(MostWords).Select(listed => Quoted.Clip(listed)))
                + (words.Count > MostWords ? ", …" : "");
    }

    /// <summary>The word that was meant; null where none is near.</summary>
    internal static string? Nearest(string word, IEnumerable<string> known) => word.Length > LongestWord
        ? null
        : known.Where(candidate => candidate.Length <= LongestWord)
            .Select(candidate => (Word: candidate, Distance: Distance(word, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(2, candidate.Word.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault().Word;

    /// <summary>Levenshtein distance, ignoring case.</summary>
    internal static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = previous[j - 1] + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replace, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
