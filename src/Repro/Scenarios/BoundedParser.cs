using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Repro.Scenarios;

/// <summary>
/// YAML's events, as far as they are those of a text that people write. What is built from them walks them as a tree, alias after alias, so
/// that a few lines could keep it busy for hours, and deep brackets overflow its stack: both end here, with an error.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class BoundedParser(TextReader text) : IParser
{
    /// <summary>Most values, those that aliases stand for counted wherever they stand.</summary>
    public const int MostValues = 50_000;

    /// <summary>Most lists and mappings inside each other.</summary>
    public const int MostLevels = 32;

    /// <summary>What is said of a text with half of a surrogate pair, which nothing could write down again.</summary>
    public const string HalfLetter = "this has a half of a letter in it (a lone surrogate)";

    private readonly Parser parser = new(text);
    private readonly Stack<Level> open = new();
    private readonly Dictionary<AnchorName, (int Values, int Levels)> anchors = [];
    private int values;
    private int documents;

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        if (!parser.MoveNext())
        {
            return false;
        }

        switch (parser.Current)
        {
            case DocumentStart start when ++documents > 1:
                throw new YamlLimitException(start, "a scenario is one YAML document, not several");
            case Scalar scalar when !IsWhole(scalar.Value):
                throw new YamlLimitException(scalar, HalfLetter);
            case Scalar scalar:
                Add(scalar, 1, 0);
                Name(scalar.Anchor, 1, 0);
                break;
            case AnchorAlias alias when IsKey || !anchors.ContainsKey(alias.Value):
                throw new YamlLimitException(alias, IsKey
                    ? "a key is a word here, not an alias"
                    : $"*{Quoted.Clip(alias.Value.Value)} stands before or inside of what it is an alias of");
            case AnchorAlias alias:
                Add(alias, anchors[alias.Value].Values, anchors[alias.Value].Levels);
                break;
            case MappingStart or SequenceStart when IsKey:
                throw new YamlLimitException(parser.Current, "a key is a word here, not a list or a mapping");
            case MappingStart mapping:
                Open(mapping, isMapping: true);
                break;
            case SequenceStart list:
                Open(list, isMapping: false);
                break;
            case MappingEnd or SequenceEnd:
                Close();
                break;
        }

        return true;
    }

    /// <summary>Whether every letter of a text is whole.</summary>
    public static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsKey => open.TryPeek(out var level) && level.IsMapping && level.Children % 2 == 0;

    private void Open(NodeEvent node, bool isMapping)
    {
        Add(node, 1, 1);
        open.Push(new Level(isMapping, node.Anchor, values - 1));
    }

    private void Close()
    {
        var level = open.Pop();
        Name(level.Anchor, values - level.Before, level.Below + 1);
        if (open.TryPeek(out var outer))
        {
            outer.Below = Math.Max(outer.Below, level.Below + 1);
        }
    }

    private void Name(AnchorName anchor, int size, int levels)
    {
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = (size, levels);
        }
    }

    private void Add(ParsingEvent node, int size, int levels)
    {
        values += size;
        if (values > MostValues)
        {
            throw new YamlLimitException(
                node, FormattableString.Invariant($"this is more than {MostValues} values, aliases counted as what they stand for"));
        }

        if (open.Count + levels > MostLevels)
        {
            throw new YamlLimitException(node, $"lists and mappings are more than {MostLevels} deep here");
        }

        if (open.TryPeek(out var level))
        {
            level.Children++;
            level.Below = Math.Max(level.Below, levels);
        }
    }

    private sealed class Level(bool isMapping, AnchorName anchor, int before)
    {
        public bool IsMapping => isMapping;

        public AnchorName Anchor => anchor;

        /// <summary>Values of the text before this one.</summary>
        public int Before => before;

        /// <summary>Keys and values, or items, so far.</summary>
        public int Children { get; set; }

        /// <summary>Levels inside of this one.</summary>
        public int Below { get; set; }
    }
}

/// <summary>A text that is YAML, and not taken.</summary>
/// <param name="node">The place in the text that is over the limit.</param>
/// <param name="message">Which limit, and how it is exceeded.</param>
internal sealed class YamlLimitException(ParsingEvent node, string message) : YamlException(node.Start, node.End, message);
