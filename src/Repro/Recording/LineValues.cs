using System.Text.Json;

namespace Repro.Recording;

/// <summary>
/// Values of lines as the program writes them, without a serializer: a run has a million lines. A method says false of what is anything
/// else.
/// </summary>
internal sealed class LineValues
{
    private readonly LineText texts = new();

    /// <summary>Reads a line; null where it is anything else than one object that is read to its end.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> line, Reading<T> read)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return reader.Read() && read(ref reader) is { } value && !reader.Read() ? value : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Makes something of the object that a reader is at.</summary>
    public delegate T? Reading<out T>(ref Utf8JsonReader reader);

    /// <summary>The key of the next value, at which the reader is then; false at the object's end.</summary>
    public static bool Next(ref Utf8JsonReader reader, out ReadOnlySpan<byte> key)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            key = [];
            return false;
        }

        key = reader.ValueSpan;
        reader.Read();
        return true;
    }

    /// <summary>An array of objects; false where one of them is not what <paramref name="read"/> makes something of.</summary>
    public static bool List<T>(ref Utf8JsonReader reader, Reading<T> read, out List<T>? list)
        where T : class
    {
        list = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        list = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (read(ref reader) is not { } item)
            {
                return false;
            }

            list.Add(item);
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    public bool Text(ref Utf8JsonReader reader, out string? text)
    {
        text = reader.TokenType == JsonTokenType.String ? texts.Of(ref reader) : null;
        return text is not null;
    }

    public static bool Number(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value);
    }

    public static bool Count(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
    }

    public static bool Count(ref Utf8JsonReader reader, out int value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value);
    }

    /// <summary>An object of whole numbers; false where it is another, or has a name twice.</summary>
    /// <param name="reader">The reader that is at it.</param>
    /// <param name="counts">What it has.</param>
    /// <param name="spare">What takes it, and is cleared before; null for a new one.</param>
    public bool Counts(ref Utf8JsonReader reader, out Dictionary<string, long>? counts, Dictionary<string, long>? spare = null)
    {
        counts = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        counts = spare ?? [];
        counts.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = texts.Of(ref reader);
            reader.Read();
            if (!Count(ref reader, out long count) || !counts.TryAdd(name, count))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text that a reader is at.</summary>
    public string TextOf(ref Utf8JsonReader reader) => texts.Of(ref reader);
}
