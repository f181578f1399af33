namespace Repro.Scenarios;

/// <summary>Words of a scenario in a message about them.</summary>
internal static class Quoted
{
    /// <summary>Letters of a sentence that somebody reads.</summary>
    public const int Sentence = 300;

    private const int Word = 80;

    /// <summary>The word between quotes.</summary>
    public static string Of(string? word) => $"'{Clip(word ?? "")}'";

    /// <summary>The text, or its beginning where it is long.</summary>
    public static string Clip(string text) => Clip(text, Word);

    /// <summary>The same, of so many letters.</summary>
    public static string Clip(string text, int longest) => text.Length <= longest ? text : $"{text.AsSpan(0, longest)}…";
}
