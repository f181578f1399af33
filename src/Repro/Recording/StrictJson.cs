using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Repro.Recording;

/// <summary>
/// JSON as the records have it, and nothing else: no key more or less, no other type, no null in place of a value. What is wrong is said
/// with its key, in words for people who know the file and not the program.
/// </summary>
internal static class StrictJson
{
    private const int LongestText = 1 << 16;
    private const int LongestShown = 40;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DamageException">It is not one of these.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            Check(document.RootElement, type, "");
            return document.Deserialize(type)!;
        }
        catch (JsonException exception)
        {
            // The library adds places of its own to its sentences.
            var problem = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new DamageException($"this is not JSON: {problem}", exception.LineNumber + 1);
        }
        catch (InvalidOperationException)
        {
            throw new DamageException("there is text in it that is not Unicode");
        }
    }

    /// <summary>The format that a run.json says it is of, whatever else it has; 0 where it does not say.</summary>
    public static int FormatOf(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, RunDirectory.Json.FormatMark)?.Format ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    /// <summary>
    /// Reads a line that is not as the program writes it: what is wrong with it is looked for only once it is known to be.
    /// </summary>
    /// <exception cref="DamageException">It is not one of these.</exception>
    public static T ReadLine<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new JsonException("it says null");
        }
        catch (JsonException)
        {
            return Read(line.ToArray(), type);
        }
    }

    /// <summary>Some of a text out of a damaged file, without anything that a terminal obeys.</summary>
    public static string Shown(string text) =>
        PlainText.Of(text.Length > LongestShown ? text[..LongestShown] + "…" : text).ReplaceLineEndings(" ");

    private static void Check(JsonElement element, JsonTypeInfo type, string key)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                Expect(element, JsonValueKind.Object, key, "an object");
                CheckKeys(element, type, key);
                break;
            case JsonTypeInfoKind.Dictionary:
                Expect(element, JsonValueKind.Object, key, "an object");
                foreach (var item in element.EnumerateObject())
                {
                    CheckText(item.Name, Within(key, item.Name));
                    Check(item.Value, type.Options.GetTypeInfo(type.ElementType!), Within(key, item.Name));
                }

                break;
            case JsonTypeInfoKind.Enumerable:
                Expect(element, JsonValueKind.Array, key, "a list");
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    Check(item, type.Options.GetTypeInfo(type.ElementType!), $"{key}[{index}]");
                }

                break;
            default:
                CheckValue(element, type.Type, key);
                break;
        }
    }

    private static void CheckKeys(JsonElement element, JsonTypeInfo type, string key)
    {
        var known = type.Properties.ToDictionary(property => property.Name);
        foreach (var item in element.EnumerateObject())
        {
            var name = Within(key, item.Name);
            if (!known.Remove(item.Name, out var property))
            {
                throw new DamageException(
                    $"{name} is a key that this program does not know; a later version may have written it (this one knows format "
                    + $"{RunFile.CurrentFormat})");
            }

            if (item.Value.ValueKind != JsonValueKind.Null || !property.IsSetNullable)
            {
                Check(item.Value, type.Options.GetTypeInfo(property.PropertyType), name);
            }
        }

        if (known.Values.FirstOrDefault(property => property.IsRequired) is { } missing)
        {
            throw new DamageException($"{Within(key, missing.Name)} is missing");
        }
    }

    private static void CheckValue(JsonElement element, Type type, string key)
    {
        if (type == typeof(JsonNode))
        {
            CheckTree(element, key);
            return;
        }

        // Of a bucket that is none, Bounds tells.
        if (type == typeof(Bucket))
        {
            return;
        }

        var (fits, expected) = Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            TypeCode.String => (element.ValueKind == JsonValueKind.String, "text"),
            TypeCode.Boolean => (element.ValueKind is JsonValueKind.True or JsonValueKind.False, "true or false"),
            TypeCode.Int32 => (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out _), "a whole number of 32 bits"),
            TypeCode.Int64 => (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out _), "a whole number of 64 bits"),
            TypeCode.Double =>
                (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number), "a number"),
            _ => throw new NotSupportedException($"a value of type {type} can't be checked"),
        };
        if (!fits)
        {
            throw Unfit(element, key, expected);
        }

        if (element.ValueKind == JsonValueKind.String)
        {
            CheckText(element.GetString()!, key);
        }
    }

    // What is read by its own rules later on: here it has to be text that can be read at all.
    private static void CheckTree(JsonElement element, string key)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var item in element.EnumerateObject())
                {
                    CheckText(item.Name, Within(key, item.Name));
                    CheckTree(item.Value, Within(key, item.Name));
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    CheckTree(item, $"{key}[{index}]");
                }

                break;
            case JsonValueKind.String:
                CheckText(element.GetString()!, key);
                break;
            case JsonValueKind.Null:
                throw Unfit(element, key, "a value");
            default:
                break;
        }
    }

    private static void CheckText(string text, string key)
    {
        if (text.Contains('\0'))
        {
            throw new DamageException($"{Shown(key)} has a NUL in it");
        }

        if (text.Length > LongestText)
        {
            throw new DamageException($"{Shown(key)} is {text.Length} letters long, and can have {LongestText}");
        }
    }

    private static void Expect(JsonElement element, JsonValueKind kind, string key, string expected)
    {
        if (element.ValueKind != kind)
        {
            throw Unfit(element, key, expected);
        }
    }

    private static DamageException Unfit(JsonElement element, string key, string expected) =>
        new($"{(key.Length == 0 ? "it" : key)} is {Shown(element.GetRawText())}, and should be {expected}");

    private static string Within(string key, string name) => key.Length == 0 ? Shown(name) : $"{key}.{Shown(name)}";
}
