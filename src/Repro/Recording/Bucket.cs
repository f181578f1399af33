using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Recording;

/// <summary>A bucket of a histogram of durations: <c>[nanoseconds, count]</c>. A run has many millions of them.</summary>
/// <param name="Nanoseconds">Its lower bound.</param>
/// <param name="Count">How many fell into it.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct Bucket(long Nanoseconds, long Count)
{
    /// <summary>What stands for one that is written otherwise, which no histogram has.</summary>
    private static readonly Bucket None = new(-1, 0);

    /// <summary>Reads what a reader is at, up to its end; <see cref="None"/> where that is no array of two numbers.</summary>
    public static Bucket Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return None;
        }

        var (bound, count, numbers, isOne) = (0L, 0L, 0, true);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isOne &= LineValues.Count(ref reader, out long number) && numbers < 2;
            (bound, count) = (count, number);
            numbers++;
            reader.Skip();
        }

        return isOne && numbers == 2 ? new Bucket(bound, count) : None;
    }

    internal sealed class Converter : JsonConverter<Bucket>
    {
        public override bool HandleNull => true;

        public override Bucket Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Bucket.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, Bucket value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Nanoseconds);
            writer.WriteNumberValue(value.Count);
            writer.WriteEndArray();
        }
    }
}
