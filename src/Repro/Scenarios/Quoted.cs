namespace Repro.Scenarios;

/// <summary>Words of a scenario in a message about them.</summary>
internal static class Quoted
{
    private const int Longest = 80;

    /// <summary>The word between quotes.</summary>
    public static string Of(string? word) => $"'{Clip(word ?? "")}'";

    /// <summary>The text, or its beginning where it is long.</summary>
    public static string Clip(string text) => text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}…";
}
