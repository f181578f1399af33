using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Repro.Recording;

/// <summary>A line of data as a node wrote it: it is recorded so, and read by whoever needs to know what is in it.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Json">The record alone; UTF-8.</param>
internal readonly record struct RawLine(RawKind Kind, ReadOnlyMemory<byte> Json)
{
    private static readonly (RawKind Kind, byte[] Property)[] Properties =
        [.. Enum.GetValues<RawKind>()
            .Select(kind => (kind, JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName($"{kind}")).EncodedUtf8Bytes.ToArray()))];

    /// <summary>The data in a line of a node's output; null where it holds something else, or is not whole.</summary>
    public static RawLine? Find(string text)
    {
        var line = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read()
                || reader.TokenType != JsonTokenType.StartObject
                || !reader.Read()
                || reader.TokenType != JsonTokenType.PropertyName)
            {
                return null;
            }

            foreach (var (kind, property) in Properties)
            {
                if (reader.ValueTextEquals(property))
                {
                    reader.Read();
                    var from = (int)reader.TokenStartIndex;
                    reader.Skip();
                    var to = (int)reader.BytesConsumed;
                    return reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read()
                        ? new RawLine(kind, line.AsMemory(from..to))
                        : null;
                }
            }
        }
        catch (JsonException)
        {
            // A node that was ended in the middle of a line, or another program's words.
        }

        return null;
    }

    /// <summary>What it says.</summary>
    /// <exception cref="JsonException">It is of another kind.</exception>
    public T Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Json.Span, type) ?? throw new JsonException("null");
}

/// <summary>Kinds of data, by their properties of <see cref="NodeLine"/>.</summary>
internal enum RawKind
{
    /// <summary>A bin of traffic.</summary>
    Traffic,

    /// <summary>A sample.</summary>
    Sockets,

    /// <summary>A restart of a service.</summary>
    Restart,
}
