namespace Repro;

/// <summary>
/// Text that means nothing but itself to whoever shows it. What came from elsewhere (a scenario, somebody's results, another program's log)
/// may have letters that a terminal obeys, or that put text in another order than it is in.
/// </summary>
public static class PlainText
{
    private const char Replacement = '\uFFFD';

    // Unicode has a picture of each control character of ASCII, at this offset, and one of DEL.
    private const char Pictures = '\u2400';
    private const char PictureOfDelete = '\u2421';

    /// <summary>
    /// The same text, with a visible letter in place of each that would not be seen but obeyed. Line breaks and tabs stay.
    /// </summary>
    public static string Of(string text) => IndexOfUnsafe(text) < 0 ? text : string.Create(text.Length, text, static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = Of(from[i]);
        }
    });

    /// <summary>The letter, or the one that stands for it.</summary>
    public static char Of(char letter) => letter switch
    {
        '\n' or '\t' => letter,
        < ' ' => (char)(Pictures + letter),
        '\u007F' => PictureOfDelete,
        _ => IsUnsafe(letter) ? Replacement : letter,
    };

    private static int IndexOfUnsafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Of(text[i]) != text[i])
            {
                return i;
            }
        }

        return -1;
    }

    // C1 controls; separators of lines; marks, embeddings, overrides and isolates of writing direction.
    private static bool IsUnsafe(char letter) =>
        letter is (>= '\u0080' and <= '\u009F') or '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F'
            or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
