namespace Repro.Sampling;

/// <summary>Takes the text of a file of /proc apart without a copy.</summary>
internal static class ProcText
{
    /// <summary>Takes the next line off <paramref name="text"/>; false at its end.</summary>
    public static bool TakeLine(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        var end = text.IndexOf((byte)'\n');
        line = end < 0 ? text : text[..end];
        var any = !text.IsEmpty;
        text = end < 0 ? default : text[(end + 1)..];
        return any;
    }

    /// <summary>Takes the next word off <paramref name="line"/>, which spaces set apart; false where there is none.</summary>
    public static bool TakeWord(ref ReadOnlySpan<byte> line, out ReadOnlySpan<byte> word)
    {
        line = line.TrimStart((byte)' ');
        var end = line.IndexOf((byte)' ');
        word = end < 0 ? line : line[..end];
        line = line[word.Length..];
        return !word.IsEmpty;
    }
}
