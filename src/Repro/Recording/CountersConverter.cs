using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Recording;

/// <summary>
/// Counters as a JSON object. Samples have the same few names over and over: each is one string, however often it is read.
/// </summary>
internal sealed class CountersConverter : JsonConverter<IReadOnlyDictionary<string, long>>
{
    private const int LongestName = 64;
    private const int MostNames = 4096;

    [ThreadStatic]
    private static HashSet<string>? names;

    public override IReadOnlyDictionary<string, long> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("counters are an object");
        }

        var counters = new Dictionary<string, long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref reader);
            reader.Read();
            if (!counters.TryAdd(name, reader.GetInt64()))
            {
                throw new JsonException("a counter stands there twice");
            }
        }

        return counters;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, long> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, count) in value)
        {
            writer.WriteNumber(name, count);
        }

        writer.WriteEndObject();
    }

    private static string Name(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestName || reader.HasValueSequence)
        {
            return reader.GetString()!;
        }

        Span<char> letters = stackalloc char[LongestName];
        var name = letters[..reader.CopyString(letters)];
        var known = (names ??= []).GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(name, out var text))
        {
            text = name.ToString();
            if (names.Count < MostNames)
            {
                names.Add(text);
            }
        }

        return text;
    }
}
