using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>YAML as a tree of nodes: bounded, with merge keys resolved.</summary>
internal static partial class YamlText
{
    /// <summary>Letters of the longest text.</summary>
    public const int LongestText = 256 * 1024;

    /// <summary>The root of a text's one document; null where it has none, which is reported.</summary>
    public static YamlNode? Load(string text, ReadContext context)
    {
        if (text.Length > LongestText)
        {
            context.Report(Mark.Empty, FormattableString.Invariant($"a scenario has {LongestText >> 10} KiB at the most"));
            return null;
        }

        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedParser(new StringReader(text)));
        }
        catch (YamlLimitException exception)
        {
            context.Report(exception.Start, exception.Message);
            return null;
        }
        catch (YamlException exception)
        {
            Report(exception, text, context);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // YamlDotNet (18.1 too) lets others through for some texts: a list item that is a lone colon, a tag that is no URI.
            context.Report(Mark.Empty, $"this is not YAML: {Quoted.Clip(exception.Message, Quoted.Sentence)}");
            return null;
        }

        if (stream.Documents.Count == 0)
        {
            context.Report(Mark.Empty, "the file is empty");
            return null;
        }

        var root = stream.Documents[0].RootNode;
        MergeKeys.Resolve(root, context);
        return root;
    }

    // Of a tab YamlDotNet says where what it belongs to begins.
    private static void Report(YamlException exception, string text, ReadContext context)
    {
        if (exception.Message.Contains("tab", StringComparison.Ordinal) && IndentingTab().Match(text) is { Success: true } match)
        {
            var line = text.AsSpan(0, match.Index).Count('\n') + 1;
            var mark = new Mark(match.Index, line, match.Index - (text.LastIndexOf('\n', match.Index) + 1) + 1);
            context.Report(mark, "a tab; YAML is indented with spaces");
            return;
        }

        context.Report(exception.Start, $"this is not YAML: {Quoted.Clip(exception.Message, Quoted.Sentence)}");
    }

    [GeneratedRegex(@"(?<=^ *)\t(?=[ \t]*[^\s#])", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex IndentingTab();
}
