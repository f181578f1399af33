using System.Text.Json;

namespace Repro.Recording;

/// <summary>
/// The texts of a file's lines. Lines have the same few over and over, hosts, addresses, counters and outcomes: each is one string, however
/// often it is read.
/// </summary>
internal sealed class LineText
{
    private const int Places = 1 << 12;
    private const int LongestKept = 64;

    private readonly byte[]?[] bytes = new byte[Places][];
    private readonly string[] texts = new string[Places];

    /// <summary>The text that a reader is at, of a value or of a key.</summary>
    public string Of(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        if (text.Length > LongestKept || reader.ValueIsEscaped)
        {
            return reader.GetString()!;
        }

        // FNV-1a; of two texts with one place the later one takes it.
        var place = 2166136261u;
        foreach (var letter in text)
        {
            place = (place ^ letter) * 16777619;
        }

        place = (place ^ (place >> 16)) % Places;
        if (bytes[place] is not { } known || !text.SequenceEqual(known))
        {
            texts[place] = reader.GetString()!;
            bytes[place] = text.ToArray();
        }

        return texts[place];
    }
}
