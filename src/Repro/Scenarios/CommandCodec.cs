using System.Text;
using System.Text.Json.Nodes;
using Repro.Model;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// A program with its arguments: a list of words, or a line that is split into words as a shell would, and of which nothing else is done
/// as in a shell; or <c>none</c>.
/// </summary>
internal sealed class CommandCodec : Codec<CommandLine?>
{
    private const string None = "none";
    private const string Plain = "_./:=@%+,{}-?&";
    private const string Expected = "a program and its arguments, as a line or as a list of words, or none";

    public override CommandLine? Read(YamlNode node, CommandLine? fallback, ReadContext context)
    {
        if (node is YamlScalarNode { Value: None })
        {
            return null;
        }

        if (WordsOf(node) is not { Count: > 0 } words || words[0].Length == 0)
        {
            context.Refuse(node, Expected);
            return fallback;
        }

        var command = new CommandLine(words);
        var problem = words.Any(word => word.Contains('\0', StringComparison.Ordinal))
            ? "no word of a command can have a byte of zero"
            : CommandPlaceholders.Problem(command);
        if (problem is null)
        {
            return command;
        }

        context.Report(node, problem);
        return fallback;
    }

    public override JsonNode Write(CommandLine? value) => value is null ? None : Join(value.Words);

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string" },
            new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "string" } }),
    };

    /// <summary>
    /// The words of a line: apart by white space, with quotes of either kind around what has some, and a backslash before a letter that is
    /// meant itself (not in single quotes). Null where a quote is not closed, or nothing follows the last backslash.
    /// </summary>
    internal static IReadOnlyList<string>? Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == '\\' && quote != '\'')
            {
                if (++at == line.Length)
                {
                    return null;
                }

                (word ??= new StringBuilder()).Append(line[at]);
            }
            else if (letter == quote)
            {
                quote = null;
            }
            else if (quote is null && letter is ('"' or '\''))
            {
                quote = letter;
                word ??= new StringBuilder();
            }
            else if (quote is null && char.IsWhiteSpace(letter))
            {
                Add();
            }
            else
            {
                (word ??= new StringBuilder()).Append(letter);
            }
        }

        Add();
        return quote is null ? words : null;

        void Add()
        {
            if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }
    }

    /// <summary>A line that is split into these words.</summary>
    internal static string Join(IReadOnlyList<string> words) => words is [None]
        ? $"\\{None}"
        : string.Join(' ', words.Select(word =>
            word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
                ? word
                : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

    private static IReadOnlyList<string>? WordsOf(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { } line } => Split(line),
        YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode { Value: not null }) =>
            [.. list.Children.Select(child => ((YamlScalarNode)child).Value!)],
        _ => null,
    };
}
